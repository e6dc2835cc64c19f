import test from 'ava';
import { imageSpec } from '../../../src/tui/lists/specs.js';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { KEY_MAP } from '../../../src/tui/keys/key-map.js';
import { frameLines } from '../../../src/tui/screens/frame.js';
import { layoutList } from '../../../src/tui/screens/layout.js';
import { selectionOf } from '../../../src/tui/screens/selection-of.js';
import { place } from '../../../src/tui/state/place.js';
import { isListScreen } from '../../../src/tui/state/state.js';
import { partialReport } from '../partial-report.js';
import { sampleReport } from '../sample-report.js';
import { createDriver, type Driver } from '../view.js';

function selectedId(driver: Driver): string | undefined {
  const view = driver.view();
  const { screen, lists } = view.state;
  if (!isListScreen(screen)) return undefined;
  const ids = selectionOf(view)?.ids ?? [];
  return ids[place(lists[screen], ids, layoutList(view.size, lists[screen].detail).listRows).cursor];
}

test('keys typed at once see what the ones before them did', (t) => {
  const driver = createDriver(sampleReport());
  driver.press('2', 's', 's', 's', 's', 'S', 'G');
  t.is(driver.view().state.lists.images.sortKey, 'layers');
  t.is(selectedId(driver), selectionOf(driver.view())?.ids.at(-1));
});

test('a new report leaves the cursor on the same record', (t) => {
  const report = sampleReport();
  const driver = createDriver(report);
  driver.press('2', 'j', 'j', 'j');
  const before = selectedId(driver);
  const grown = report.images.map((image) =>
    imageSpec.id(image) === before ? { ...image, uniqueBytes: 9e12 } : image,
  );
  driver.show({ report: { ...report, images: grown } });
  t.is(selectionOf(driver.view())?.ids[0], before);
  t.is(selectedId(driver), before);
});

test('a letter is a command, or a part of the filter while that is typed', (t) => {
  const driver = createDriver(sampleReport());
  driver.press('2', '/', 'q', 'r', 'ctrl+x', 'enter');
  t.is(driver.view().state.lists.images.filter, 'qr');
  t.deepEqual(driver.effects, { quit: 0, interrupt: 0, refresh: 0, cancel: 0 });
  driver.press('r', 'c', 'q', 'ctrl+c');
  t.deepEqual(driver.effects, { quit: 1, interrupt: 1, refresh: 1, cancel: 1 });
});

test('no sequence of keys, reports and sizes leaves the screen or throws', (t) => {
  const reports = [
    sampleReport(),
    partialReport(),
    sampleReport({ seed: 2, images: 3, containers: 0, volumes: 0 }),
    null,
  ];
  const keys = [...new Set(KEY_MAP.flatMap((binding) => binding.keys)), 'x', '日'];
  const step = fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...keys).map((key) => ({ key })) },
    { weight: 1, arbitrary: fc.constantFrom(...reports).map((report) => ({ report })) },
    {
      weight: 1,
      arbitrary: fc.record({
        columns: fc.integer({ min: 1, max: 150 }),
        rows: fc.integer({ min: 1, max: 50 }),
      }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const driver = createDriver(reports[0] ?? null, { columns: 80, rows: 24 });
      for (const next of steps) {
        if ('key' in next) driver.press(next.key);
        else if ('report' in next) driver.show({ report: next.report });
        else driver.resize(next);
        const view = driver.view();
        const lines = frameLines(view);
        t.is(lines.length, view.size.rows);
        t.true(lines.every((line) => stringWidth(line) <= view.size.columns && !line.includes('\n')));
        const ids = selectionOf(view)?.ids ?? [];
        t.true(ids.length === 0 || selectedId(driver) !== undefined);
      }
    }),
    { numRuns: 150 },
  );
});
