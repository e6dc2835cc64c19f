import test from 'ava';
import * as fc from 'fast-check';
import { analyze } from '../../../src/analyzers/analyze.js';
import { containerList } from '../../../src/report/lists/containers.js';
import { imageList } from '../../../src/report/lists/images.js';
import { renderEngine } from '../../../src/report/text/engine.js';
import { cellStyle } from '../../../src/report/text/figure.js';
import { renderList } from '../../../src/report/text/list.js';
import { renderMounts } from '../../../src/report/text/mounts.js';
import { CATEGORY_TITLES, shortId } from '../../../src/report/text/names.js';
import { renderProblems } from '../../../src/report/text/problems.js';
import { renderReport } from '../../../src/report/text/report.js';
import { CATEGORIES } from '../../../src/model/category.js';
import { arbitraryInventory } from '../../analyzers/arbitrary-inventory.js';
import { HostBuilder } from '../../analyzers/host-builder.js';
import { harbourReport } from '../harbour.js';

const DECIMAL = { iec: false };

test('the whole report has a section for everything, with its number', (t) => {
  const titles = renderReport(harbourReport(), DECIMAL, 120).filter((line) =>
    /^[A-Z]+( [A-Z]+)*( \(.*\))?$/.test(line),
  );
  t.deepEqual(titles, [
    'ENGINE',
    'IMAGES (3)',
    'LAYERS (3)',
    'CONTAINERS (2)',
    'MOUNTS FROM OUTSIDE (in no sum)',
    'VOLUMES (2)',
    'BUILD CACHE RECORDS (2)',
    'LEFTOVERS (1)',
    'HOW TO REMOVE THEM',
    'NETWORKS (0)',
    'CONTAINER LOGS (2)',
  ]);
});

test('an empty host says so in each section', (t) => {
  const empty = new HostBuilder().inventory({ records: { networks: null } });
  const lines = renderReport(analyze(empty, '0.0.0'), DECIMAL, 120);
  for (const line of [
    'no images',
    'no layers',
    'no containers',
    'no volumes',
    'no build cache records',
    'no leftovers',
  ]) {
    t.true(lines.includes(line), line);
  }
  t.true(lines.some((line) => line.startsWith('networks were not collected')));
});

/** Nothing of a report may move the cursor, colour the screen or reorder what is read. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test('no text of any inventory reaches the terminal unclean', (t) => {
  fc.assert(
    fc.property(arbitraryInventory, (inventory) => {
      const report = analyze(inventory, '0.0.0');
      const lines = [...renderReport(report, DECIMAL, 100), ...renderProblems(report.problems)];
      for (const line of lines) t.notRegex(line, UNSAFE);
    }),
    { numRuns: 200 },
  );
});

test('a list shows its shown columns', (t) => {
  const report = harbourReport();
  const view = { style: cellStyle(report, DECIMAL), available: Infinity };
  const [title = '', first = ''] = renderList(imageList, report.images, view);
  t.regex(title, /^IMAGE +ID +TOTAL +SHARED +UNIQUE +FREES +INODES +LAYERS +CONTAINERS +CREATED$/);
  t.regex(first, /^base:1 \(\+1\) +[0-9a-f]{12} +50\.00 MB +50\.00 MB +0 B +0 B +3 +1 +2 +2026-01-01$/);
});

test('a column that is hidden is shown when it is asked for, and one that is asked for stays', (t) => {
  const report = harbourReport();
  const style = cellStyle(report, DECIMAL);
  const titles = (available: number, asked: readonly string[]): string =>
    renderList(imageList, report.images, { style, available, asked })[0] ?? '';
  t.false(titles(Infinity, []).includes('PLATFORM'));
  t.true(titles(Infinity, ['platform']).includes('PLATFORM'));
  t.false(titles(60, []).includes('INODES'));
  t.true(titles(60, ['inodes']).includes('INODES'));
});

test('figures that were told are marked in a list, and the mark explained in one line', (t) => {
  const report = harbourReport();
  const [container] = report.containers;
  if (container === undefined) throw new Error('the harbour has containers');
  const told = { ...container, writableLayerBytes: null, engineSizeRwBytes: 1_000_000 };
  const style = cellStyle(report, DECIMAL);
  const lines = renderList(containerList, [told], { style, available: Infinity });
  t.regex(lines[1] ?? '', / ~1\.00 MB /);
  t.is(lines.filter((line) => line.startsWith('~ told by the engine')).length, 1);
  const measured = renderList(containerList, [container], { style, available: Infinity });
  t.false(measured.some((line) => line.includes('~')));
});

test('ids are shortened as the docker CLI does, and cleaned', (t) => {
  t.is(shortId(`sha256:${'ab'.repeat(32)}`), 'abababababab');
  t.is(shortId('0123456789abcdef'), '0123456789ab');
  t.is(shortId('\u001b[31m'), '\\x1b[31m');
});

test('every category has a title of its own', (t) => {
  t.is(new Set(CATEGORIES.map((category) => CATEGORY_TITLES[category])).size, CATEGORIES.length);
});

test('a problem is one line: what was wrong, what is missing, what to do', (t) => {
  const problem = {
    source: 'disk' as const,
    code: 'x',
    message: 'bad\n',
    path: null,
    missing: null,
    hint: null,
  };
  t.deepEqual(renderProblems([problem, { ...problem, missing: 'sizes', hint: 'run as root' }]), [
    'bilge: bad\\n.',
    'bilge: bad\\n. Unmeasured: sizes. Run as root.',
  ]);
});

test('mounts from outside the data root are listed, volumes are not', (t) => {
  const { containers } = harbourReport();
  const [blank, title, head, ...rows] = renderMounts(containers, Infinity);
  t.is(blank, '');
  t.regex(title ?? '', /^MOUNTS/);
  t.regex(head ?? '', /^CONTAINER +TYPE +SOURCE +DESTINATION +MODE$/);
  t.deepEqual(rows, ['job        bind  /srv/in  /in          read-only']);
  t.deepEqual(renderMounts([], Infinity), []);
});

test('the engine is told fact by fact, unknown facts left out', (t) => {
  const { engine } = harbourReport();
  if (engine === null) throw new Error('the report has an engine');
  const lines = renderEngine({ ...engine, notices: [], storageDriver: null, rootless: true }, DECIMAL);
  t.true(lines.includes('API                   1.24 to 1.51, used: 1.51'));
  t.true(lines.includes('Control groups        v2, driver systemd'));
  t.true(lines.includes('Logging options       none: no rotation'));
  t.true(lines.includes('Rootless              yes'));
  t.true(lines.includes('User namespaces       no'));
  t.true(lines.includes('  Backing Filesystem  extfs'));
  t.false(lines.some((line) => line.startsWith('Storage driver')));
  t.is(lines.at(-1), '  Backing Filesystem  extfs');
});

test('an engine that was not asked says so, and notices come last with their weight', (t) => {
  const report = analyze(new HostBuilder().inventory(), '0.0.0');
  const { engine } = report;
  if (engine === null) throw new Error('the disk tells of an engine');
  t.true(renderEngine(engine, DECIMAL).includes('Endpoint            none asked: as recorded on the disk'));
  const notice = { origin: 'bilge', code: 'x', message: 'm' } as const;
  const notices = [
    { ...notice, severity: 'warning' as const },
    { ...notice, severity: 'info' as const, allocatedBytes: 1_500_000 },
  ];
  const options = { 'max-size': '10m', 'max-file': '3' };
  const lines = renderEngine({ ...engine, notices, loggingOptions: options }, DECIMAL);
  t.deepEqual(lines.slice(-3), ['', '! m', 'i m · 1.50 MB']);
  t.true(lines.some((line) => line.endsWith('max-size=10m max-file=3')));
});
