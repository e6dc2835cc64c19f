import test from 'ava';
import { cellStyle } from '../../../src/report/text/figure.js';
import { displayWidth } from '../../../src/report/text/fit.js';
import { renderWhose } from '../../../src/report/text/whose.js';
import { ROOT } from '../../analyzers/host-builder.js';
import { hex64 } from '../../analyzers/records.js';
import { ask } from '../../analyzers/whose/ask.js';
import { askLive, WEB } from '../../analyzers/whose/live-harbour.js';
import { harbour, harbourReport } from '../harbour.js';

const STYLE = cellStyle(harbourReport(), { iec: false });

function render(keys: readonly string[], available = Infinity): string[] {
  return renderWhose(ask(harbour().inventory(), keys).answers, STYLE, available);
}

test('a block says what it is, where, how large, who holds it, and what to remove for it to go', (t) => {
  const lines = render(['data']);
  t.deepEqual(
    lines.map((line) => line.slice(0, 12).trim()),
    ['data: volume', 'what', 'where', 'size', 'held by', 'to free', '', ''],
  );
  t.true(lines.includes('data: volume data'));
  t.true(lines.includes(`  where     ${ROOT}/volumes/data`));
  t.true(lines.includes('  size      9.00 MB in 1 inode · counted as Volumes'));
  t.regex(lines.join('\n'), /held by {3}container job \([0-9a-f]{12}\): mounts it; not running \(exited\)/);
  t.regex(lines.join('\n'), /to free {3}remove 1 container, 1 volume: frees 9\.\d\d MB/);
});

test('a path has a line of its own with its part and its category', (t) => {
  const log = `${ROOT}/containers/${hex64('container web')}/${hex64('container web')}-json.log`;
  const text = render([log]).join('\n');
  t.true(text.includes(`  file      ${log}, 300.03 kB: its logs, counted as Container logs`), text);
});

test('a leftover has its evidence and the way to remove it', (t) => {
  const text = render([hex64('orphan')]).join('\n');
  t.regex(text, /evidence {2}no layer, container or build cache record refers to this directory/);
  t.regex(text, /held by {3}nobody/);
  t.regex(text, /frees 600\.06 kB\n {12}no engine command removes it/);
});

test('blocks stand apart, and long lines are wrapped below their text on a narrow terminal', (t) => {
  const lines = render(['data', hex64('orphan')], 60);
  t.is(lines.filter((line) => line === '').length, 1);
  t.true(
    lines.every((line) => displayWidth(line) <= 60),
    lines.join('\n'),
  );
  const at = lines.findIndex((line) => line.startsWith('  evidence'));
  t.regex(lines[at + 1] ?? '', /^ {12}\S/);
});

test('a hundred holders are counted, not all listed', (t) => {
  const host = harbour();
  const image = host.image('many', ['many']);
  for (let i = 0; i < 100; i++) host.container(`copy-${i}`, image);
  const lines = renderWhose(ask(host.inventory(), ['many:latest']).answers, STYLE, 100);
  t.is(lines.filter((line) => line.includes('and 88 more (--json lists them)')).length, 1);
  t.is(lines.filter((line) => line.includes('made from it')).length, 12);
});

test('a process has facts in place of a size, and nothing to free', (t) => {
  const lines = renderWhose(askLive(['web:1']).answers, STYLE, 100);
  t.is(lines[0], 'web:1: process nginx (1001)');
  t.is(
    lines.map((line) => line.slice(2, 12).trim()).join(' '),
    'b:1: proce what command image compose inside parent user started state memory group namespace held by',
  );
  t.true(lines.includes('  memory    resident: 4.10 kB'));
  t.true(
    lines.includes(`  held by   container web (${WEB.slice(0, 12)}): it runs in this container; running`),
  );
});

test('a key that is the whole of what it names is not said twice', (t) => {
  const heads = askLive(['veth3f61a2b', ':8080', 'network:shop']).answers.map(
    (answer) => renderWhose([answer], STYLE, 100)[0],
  );
  t.deepEqual(heads.slice(0, 2), ['veth3f61a2b: interface', ':8080: port 8080/tcp']);
  const network = renderWhose(askLive(['network:shop']).answers, STYLE, 100).join('\n');
  t.notRegex(network, /size|to free/);
});
