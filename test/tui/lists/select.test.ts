import test from 'ava';
import type { ImageReport } from '../../../src/report/types.js';
import { imageList } from '../../../src/tui/lists/image-list.js';
import { createList } from '../../../src/tui/lists/select.js';
import { filterRecords, sortRecords } from '../../../src/tui/lists/sort-filter.js';
import { frameLines } from '../../../src/tui/screens/frame.js';
import { createTheme } from '../../../src/tui/theme/theme.js';
import { sampleReport } from '../sample-report.js';
import { createDriver } from '../view.js';

const look = { theme: createTheme('none'), style: { iec: false } };
const byTotal = { sortKey: 'total', descending: true, filter: '' };

test('unmeasured figures sort last in both directions', (t) => {
  const key = { key: 'n', title: 'n', descendingFirst: true, value: (n: number | null) => n };
  t.deepEqual(sortRecords([1, null, 3], key, true), [3, 1, null]);
  t.deepEqual(sortRecords([3, null, 1], key, false), [1, 3, null]);
});

test('each word of a filter must occur, in any case', (t) => {
  const records = ['Nginx 1.27', 'nginx 1.25', 'redis'];
  t.deepEqual(
    filterRecords(records, 'nginx  27', (text) => [text]),
    ['Nginx 1.27'],
  );
  t.is(
    filterRecords(records, ' ', (text) => [text]),
    records,
  );
});

test('a list is sorted and filtered again only when its input changed', (t) => {
  const list = createList(imageList, look);
  const report = sampleReport();
  const first = list.select(report, byTotal);
  t.is(list.select(report, { ...byTotal }), first);
  t.not(list.select(report, { ...byTotal, descending: false }), first);
  t.not(list.select({ ...report }, byTotal), first);
});

test('the selection holds every record once, in order', (t) => {
  const report = sampleReport();
  const { ids, total } = createList(imageList, look).select(report, byTotal);
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
