import test from 'ava';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import type { ImageReport } from '../../../src/report/types.js';
import type { ListSpec } from '../../../src/tui/lists/list-spec.js';
import { createList } from '../../../src/tui/lists/select.js';
import * as specs from '../../../src/tui/lists/specs.js';
import { frameLines } from '../../../src/tui/screens/frame.js';
import { createTheme } from '../../../src/tui/theme/theme.js';
import { sampleReport } from '../sample-report.js';
import { createDriver } from '../view.js';

const look = { theme: createTheme('none'), style: { iec: false } };
const byTotal = { sortKey: 'total', descending: true, filter: '' };

/** Keys that a screen names and the list's definition does not have. */
function unknownKeys<R>({ list, columns, bar }: ListSpec<R>): string[] {
  const known = list.columns.map(({ key }) => key);
  const named = [...columns.map(({ key }) => key), ...(bar === undefined ? [] : [bar.key])];
  return named.filter((key) => !known.includes(key));
}

test('every column of a screen is one of its list', (t) => {
  t.deepEqual(unknownKeys(specs.imageSpec), []);
  t.deepEqual(unknownKeys(specs.layerSpec), []);
  t.deepEqual(unknownKeys(specs.containerSpec), []);
  t.deepEqual(unknownKeys(specs.volumeSpec), []);
  t.deepEqual(unknownKeys(specs.cacheSpec), []);
  t.deepEqual(unknownKeys(specs.leftoverSpec), []);
  t.deepEqual(unknownKeys(specs.networkSpec), []);
});

test('a list starts in the order of its definition, largest first', (t) => {
  const [first] = createList(specs.imageSpec, look).sortKeys;
  t.deepEqual(first, { key: 'unique', title: 'unique', descendingFirst: true });
  t.is(createList(specs.networkSpec, look).sortKeys[0]?.descendingFirst, false);
});

test('counts are shown whole however large they are, and rows fit', (t) => {
  fc.assert(
    fc.property(
      fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      fc.integer({ min: 60, max: 200 }),
      (inodes, width) => {
        const report = sampleReport({ layers: 2 });
        const layers = report.layers.map((layer) => ({ ...layer, inodes }));
        const selection = createList(specs.layerSpec, look).select(
          { ...report, layers },
          { sortKey: 'size', descending: true, filter: '' },
        );
        const row = selection.row(0, false, width);
        t.true(stringWidth(row) <= width);
        const shown = selection.header(width).includes('INODES');
        t.true(!shown || row.includes(` ${inodes.toLocaleString('en-US')} `));
      },
    ),
  );
});

test('a filter on the screen is that of the command line', (t) => {
  const report = sampleReport();
  const list = createList(specs.imageSpec, look);
  const ids = (filter: string): readonly string[] => list.select(report, { ...byTotal, filter }).ids;
  const large = report.images.filter((image) => (image.totalBytes ?? 0) > 300_000_000);
  t.true(large.length > 0 && large.length < report.images.length);
  t.deepEqual([...ids('total>300MB')].sort(), large.map((image) => specs.imageSpec.id(image)).sort());
  t.true(ids('NGINX').length > 0);
});

test('a list is sorted and filtered again only when its input changed', (t) => {
  const list = createList(specs.imageSpec, look);
  const report = sampleReport();
  const first = list.select(report, byTotal);
  t.is(list.select(report, { ...byTotal }), first);
  t.not(list.select(report, { ...byTotal, descending: false }), first);
  t.not(list.select({ ...report }, byTotal), first);
});

test('the selection holds every record once, in order', (t) => {
  const report = sampleReport();
  const { ids, total } = createList(specs.imageSpec, look).select(report, byTotal);
  t.is(total, report.images.length);
  const sizes = ids.map((id) => report.images.find((image) => image.id === id)?.totalBytes ?? -1);
  t.deepEqual(
    sizes,
    [...sizes].sort((a, b) => b - a),
  );
});

test('with 10,000 images a key press makes lines for the rows of the window only', (t) => {
  let looks = 0;
  const report = sampleReport({ images: 10_000, layers: 200 });
  // The list neither sorts nor filters by the shared part: whoever reads it makes a line.
  const images = report.images.map((image): ImageReport =>
    Object.defineProperty({ ...image }, 'sharedBytes', {
      get() {
        looks += 1;
        return image.sharedBytes;
      },
    }),
  );
  const driver = createDriver({ ...report, images }, { columns: 120, rows: 40 });
  driver.press('2');
  looks = 0;
  const lines = frameLines(driver.view());
  t.is(looks, 36, 'one look at each of the 36 visible rows');
  t.true(lines.at(-1)?.includes('1–36 of 10,000'));
  for (const key of ['j', 'G', 'k', 'pageup']) {
    driver.press(key);
    looks = 0;
    frameLines(driver.view());
    t.is(looks, 36, key);
  }
});
