import test from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import { frameLines } from '../../src/tui/screens/frame.js';
import { selectionOf } from '../../src/tui/screens/selection-of.js';
import { SECOND_ROOT, switchedHost } from '../analyzers/switched-host.js';
import { createDriver, type Driver } from './view.js';

const SIZE = { columns: 160, rows: 60 };
const driver = (): Driver => createDriver(analyze(switchedHost(), '0.0.0'), SIZE);
const textOf = (one: Driver): string => frameLines(one.view()).join('\n');

test('records of different stores and roots are different rows, whatever their ids', (t) => {
  const one = driver();
  for (const [key, count] of [
    ['2', 3],
    ['3', 5],
    ['4', 3],
    ['5', 4],
  ] as const) {
    one.press(key);
    const ids = selectionOf(one.view())?.ids ?? [];
    t.is(ids.length, count);
    t.is(new Set(ids).size, count, ids.join('\n'));
  }
});

test('lists mark what is hidden and name the root, the details say why', (t) => {
  const one = driver();
  one.press('2');
  t.regex(textOf(one), / app:latest † .*ROOT|ROOT[^]* app:latest † /);
  one.press('5', '/', 'd', 'a', 't', 'a', 'enter');
  t.regex(textOf(one), /web \(hidden\)/);
  t.true(textOf(one).includes(SECOND_ROOT));
  one.press('enter');
  t.regex(textOf(one), /web.*\(hidden\)/);
  one.press('j');
  t.regex(textOf(one), new RegExp(`root +${SECOND_ROOT}`));
  t.regex(textOf(one), /not shown +† it lies in .* another engine on this host uses it/);
});

test('the overview tells of hidden stores and of the volumes that a prune would take', (t) => {
  const one = driver();
  t.regex(textOf(one), /overlay2: 1 image, 2 layers, 1 container, .* † hidden/);
  one.press('G');
  t.regex(textOf(one), /▲ 1 volume looks unused to the engine/);
});

test('the layers of an image are those of its own store', (t) => {
  const report = analyze(switchedHost(), '0.0.0');
  const layers = report.layers.map((layer) =>
    layer.root === SECOND_ROOT ? { ...layer, allocatedBytes: 77_000 } : layer,
  );
  const one = createDriver({ ...report, layers }, SIZE);
  one.press('2', '/', 'a', 'p', 'p', 'enter', 'enter');
  t.regex(textOf(one), /40\.96 kB +only here/);
  t.notRegex(textOf(one), /77\.00 kB/);
});
