import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import { LISTS } from '../../../src/report/lists/all.js';
import type { ListDefinition } from '../../../src/report/lists/column.js';
import { renderDf } from '../../../src/report/text/df.js';
import { cellStyle } from '../../../src/report/text/figure.js';
import { renderList } from '../../../src/report/text/list.js';
import type { Report } from '../../../src/report/types.js';
import { SECOND_ROOT, switchedHost } from '../../analyzers/switched-host.js';
import { harbourReport } from '../harbour.js';

const DECIMAL = { iec: false };
const SWITCHED = analyze(switchedHost(), '0.0.0');

function shown<T>(list: ListDefinition<T>, report: Report = SWITCHED, available = Infinity): string[] {
  const notices = report.engine?.notices ?? [];
  return renderList(list, list.records(report), { style: cellStyle(report, DECIMAL), available, notices });
}

test('every list marks what the engine does not show, and says why in a line a reason', (t) => {
  t.true(shown(LISTS.images).some((line) => line.startsWith('app:latest †')));
  t.true(shown(LISTS.images).some((line) => line.startsWith('fresh:latest  ')));
  t.is(shown(LISTS.layers).filter((line) => /^[0-9a-f]{12} †/.test(line)).length, 4);
  t.true(shown(LISTS.containers).some((line) => line.startsWith('web †')));
  t.true(shown(LISTS.containers).some((line) => line.startsWith('new  ')));
  t.is(shown(LISTS.volumes).filter((line) => line.startsWith('data †')).length, 1);
  t.deepEqual(
    shown(LISTS.images).filter((line) => line.startsWith('†')),
    [
      'it belongs to the storage driver overlay2, and the engine runs with the storage driver fuse-overlayfs',
      `it lies in ${SECOND_ROOT}, and another engine on this host uses it`,
    ].map((reason) => `† the engine does not show it: ${reason}`),
  );
  for (const line of shown(LISTS.images, harbourReport())) t.notRegex(line, /†/);
});

test('the mark is seen where the name is cut', (t) => {
  const images = SWITCHED.images.map((image) => ({ ...image, references: [`registry/${'x'.repeat(90)}:1`] }));
  const [, line = ''] = shown(LISTS.images, { ...SWITCHED, images: images.slice(0, 1) }, 60);
  t.regex(line, /^regist.*….*x:1 †/);
});

test('objects of several roots have a column with the root, those of one have not', (t) => {
  t.regex(shown(LISTS.volumes)[0] ?? '', / ROOT/);
  t.true(shown(LISTS.volumes).some((line) => line.startsWith('data †') && line.includes(SECOND_ROOT)));
  t.notRegex(shown(LISTS.volumes, harbourReport())[0] ?? '', /ROOT/);
});

test('volumes name hidden users as such, and end with the warning about the prune', (t) => {
  const lines = shown(LISTS.volumes);
  t.true(lines.some((line) => /^data .*web \(hidden\)/.test(line)));
  t.true(lines.some((line) => /^both .*new \(stopped\)/.test(line)));
  t.regex(
    lines.at(-1) ?? '',
    /^! 1 volume looks unused to the engine .*`docker volume prune`.* · 102\.40 kB$/,
  );
  t.false(shown(LISTS.images).some((line) => line.startsWith('!')));
});

test('df shows the stores of a root where there are several or one is hidden, and the warnings', (t) => {
  const lines = renderDf(SWITCHED, DECIMAL, Infinity);
  t.true(
    lines.includes(
      '  overlay2: 1 image, 2 layers, 1 container, 151.07 kB † hidden: it belongs to the storage driver overlay2, and the engine runs with the storage driver fuse-overlayfs',
    ),
    lines.join('\n'),
  );
  t.true(lines.some((line) => /^ {2}fuse-overlayfs: 1 image, 1 layer, 1 container, [\d.]+ kB$/.test(line)));
  t.true(lines.some((line) => line.startsWith('! 1 volume looks unused')));
  t.true(lines.some((line) => line.startsWith('! 1 image and 1 container of the storage driver overlay2')));
  t.false(renderDf(harbourReport(), DECIMAL, Infinity).some((line) => line.startsWith('  overlay2:')));
});

test('reclaimable space that one root cannot promise makes that of all roots a lower bound', (t) => {
  const [first, second] = SWITCHED.roots;
  if (first === undefined || second === undefined) throw new Error('the host has two roots');
  const lines = renderDf(
    { ...SWITCHED, roots: [first, { ...second, reclaimableBytes: null }] },
    DECIMAL,
    Infinity,
  );
  t.regex(
    lines.find((line) => line.startsWith('ALL 2')) ?? '',
    /: [\d.]+ kB allocated .* ≥[\d.]+ kB reclaimable$/,
  );
});
