import test from 'ava';
import { CATEGORY_TITLES } from '../../../src/report/text/names.js';
import { sumRoots } from '../../../src/analyzers/figures/totals.js';
import { shownCategories } from '../../../src/report/text/roots.js';
import { harbourReport } from '../../report/harbour.js';
import type { RootReport } from '../../../src/report/types.js';
import { cannedFeed } from '../canned-feed.js';
import { partialReport } from '../partial-report.js';
import { sampleReport } from '../sample-report.js';
import { openScreen } from '../screen.js';
import { aControlReport, aNetworkReport, aProcessReport } from '../../report/live-reports.js';

const fitsInto = (text: string, columns: number) => text.split('\n').every((line) => line.length <= columns);
const titleOf = (text: string) => text.split('\n')[1] ?? '';

test('the overview shows the engine, every category, what is unaccounted and the filesystem', async (t) => {
  const report = sampleReport();
  const screen = openScreen(t, cannedFeed(report));
  const text = await screen.until((shown) => shown.includes('Filesystem'), 'the overview');
  const wanted = [
    'Docker Engine 20.10.24',
    '1.41 (from 1.12)',
    'overlay2 on extfs',
    'graphdriver',
    'v2, systemd driver',
  ];
  for (const part of [
    ...wanted,
    'json-file, max-size=10m',
    ...report.roots.flatMap(shownCategories).map(({ category }) => CATEGORY_TITLES[category]),
    'Unaccounted',
  ]) {
    t.true(text.includes(part), part);
  }
  t.regex(text, /\/var\/lib\/docker +28\.80 GB allocated · 3\.47 GB reclaimable · 746,201 inodes/);
  t.regex(text, /Container logs +13\.44 GB +█+.* 46\.7 % +0 B +8 +113,230/);
  t.regex(text, /used 57\.59 GB +░ free 28\.80 GB +for users 25\.92 GB +total 86\.39 GB/);
  t.regex(text, /data root: the running engine keeps its data here/);
  t.regex(text, /inodes 1,107,200 of 13,107,200 used \(8\.4 %\), 12,000,000 free/);
});

test('charts come in when they are loaded and there is room', async (t) => {
  const screen = openScreen(t, cannedFeed(sampleReport()), { charts: true });
  await screen.until((text) => /⣿.*67%.*33%.*12%/.test(text), 'donuts');
  screen.resize(90, 30);
  await screen.until((text) => !text.includes('⣿') && fitsInto(text, 90), 'no donuts');
  t.true(screen.text().includes('Filesystem'));
});

test('without charts the same shares are bars of text', async (t) => {
  const screen = openScreen(t, cannedFeed(sampleReport()));
  await screen.until((text) => /disk used +█+.* 66\.7 %/.test(text), 'bars');
  t.pass();
});

test('a running scan shows lower bounds and question marks, never a zero for what was not measured', async (t) => {
  const feed = cannedFeed(null, { scanning: true, entries: 7 });
  const screen = openScreen(t, feed);
  await screen.until((text) => text.includes('Waiting for the first figures… 7 inodes seen'), 'waiting');
  feed.show({ report: partialReport(), entries: 182_212 });
  const text = await screen.until((shown) => shown.includes('scanning, 182,212 inodes seen'), 'progress');
  t.regex(text, /Image layers +≥7\.07 GB/);
  t.regex(text, /Volumes +\? +\? +6 +\?/);
  t.regex(text, /Unaccounted +\?/);
  t.true(text.includes('≥28.80 GB allocated'));
  t.true(text.includes('c cancel scan'));
  feed.show({ report: sampleReport(), scanning: false });
  await screen.until(
    (shown) => titleOf(shown).includes('2024-05-03 10:00 UTC') && !shown.includes('≥'),
    'the end',
  );
});

test('problems and notices are announced at the top and told at the end', async (t) => {
  const screen = openScreen(t, cannedFeed(partialReport()), { columns: 80, rows: 24 });
  await screen.until((text) => text.includes('✖ 1 problem  ▲ 2 notices'), 'the announcement');
  screen.type('G');
  const text = await screen.until((shown) => shown.includes('No swap limit support'), 'the end');
  for (const part of [
    'missing: the size of volume db',
    '→ Run bilge as root.',
    'counts shared layers once',
  ]) {
    t.true(text.includes(part), part);
  }
});

test('an error is shown, with a report and without one', async (t) => {
  const feed = cannedFeed(null, { error: 'no engine and no data root' });
  const screen = openScreen(t, feed);
  await screen.until(
    (text) => text.split('\n')[3]?.includes('no engine and no data root') === true,
    'the error',
  );
  feed.show({ report: sampleReport() });
  await screen.until(
    (text) => titleOf(text).includes('error: no engine') && text.includes('Filesystem'),
    'both',
  );
  t.pass();
});

test('each list shows its records with aligned figures, and the detail of the selected one', async (t) => {
  const report = sampleReport();
  const screen = openScreen(t, cannedFeed(report));
  const journeys = [
    [
      '2',
      'Images 12 · by unique ↓',
      /▸ redis-4:latest .* 573\.23 MB /,
      /4 +ed8c029a77ca +256\.11 MB +also in node-2:16-alpine/,
    ],
    ['3', 'Layers 40 · by size ↓', /▸ 60b0bccb64df +399\.94 MB/, /parent +none: a base layer/],
    ['4', 'Containers 8 · by total ↓', /▸ shop-api-2 +exited/, /6\.85 GB +a55082a9.*-json\.log/],
    ['5', 'Volumes 6 · by size ↓', /▸ shop_data_4 +local +1\.92 GB/, /83d7b65c7034 +created +shop-db-4/],
  ] as const;
  for (const [key, title, row, detail] of journeys) {
    screen.type(key);
    await screen.until((text) => titleOf(text).includes(title) && row.test(text), title);
    screen.type('\r');
    await screen.until((text) => detail.test(text), `detail of ${title}`);
    const rows = screen.lines().slice(2, 12);
    const ends = rows.map((line) => line.search(/ [kMG]?B(\s|$)/)).filter((end) => end >= 0);
    t.is(new Set(ends).size <= 2, true, title);
  }
});

test('processes have a list and a detail, those of no container last', async (t) => {
  const report = harbourReport();
  const [web] = report.containers;
  const processes = [
    aProcessReport(1, { role: 'host', comm: 'init', command: '/sbin/init' }),
    aProcessReport(48_213, {
      containerId: web?.id ?? null,
      containerName: web?.name ?? null,
      nsPids: [48_213, 12, 1],
      entry: 'exec',
      command: 'nginx -g daemon',
    }),
  ];
  const screen = openScreen(t, cannedFeed({ ...report, processes, notCollected: [] }));
  screen.type('0');
  await screen.until(
    (text) => /▸ (web|job) +48213 +12→1 +root +sleeping .* nginx -g daemon *\n +1 /.test(text),
    'the processes',
  );
  t.regex(titleOf(screen.text()), /Processes 2 · by container/);
  screen.type('\r');
  await screen.until(
    (text) =>
      text.includes('runs in a container: came in from outside, as with exec') && /inside +12→1/.test(text),
    'the detail',
  );
});

test('a container’s detail shows what limits it, its namespaces and what is risky', async (t) => {
  const report = harbourReport();
  const control = aControlReport({
    unlimited: ['cpu', 'pids'],
    memory: { effectiveLimitBytes: 100_000_000, workingSetBytes: 95_000_000, oomKills: 3 },
  });
  const containers = report.containers.map((container) => ({
    ...container,
    control,
    processes: 4,
    namespaces: [{ kind: 'pid' as const, inode: 4026531836, host: true, sharedWith: [] }],
    risks: [{ code: 'host-pid', message: 'it sees every process of the host' }],
  }));
  const screen = openScreen(t, cannedFeed({ ...report, containers }), { columns: 120, rows: 60 });
  screen.type('4');
  screen.type('\r');
  await screen.until((text) => text.includes('Limits and use'), 'limits');
  const text = screen.text();
  t.regex(text, /memory +█{19}▏? *95\.00 MB of 100\.00 MB, peak -, OOM kills 3/);
  t.regex(text, /cpu +- of none, held back - of the time/);
  t.regex(text, /Nothing limits cpu, pids\./);
  t.regex(text, /pid +4026531836 +the host’s/);
  t.regex(text, /host-pid {2}it sees every process of the host/);
  t.regex(text, /processes +4/);
});

test('build cache, leftovers and networks have a list and a detail, as the others', async (t) => {
  const report = harbourReport();
  const network = aNetworkReport({ internal: true });
  const screen = openScreen(t, cannedFeed({ ...report, networks: [network] }));
  for (const [key, row, detail] of [
    ['6', /▸ [0-9a-f]{12} .* 4\.00 MB .* 4\.00 MB/, /figures from +measured on disk/],
    ['7', /▸ orphaned-layer-directory +600\.06 kB .* \/var\//, /how to remove +no engine command removes it/],
    ['8', /▸ shop .* bridge .* 172\.18\.0\.0\/16 .* yes/, /172\.18\.0\.0\/16 {2}gateway 172\.18\.0\.1/],
  ] as const) {
    screen.type(key);
    await screen.until((text) => row.test(text), `row of ${key}`);
    screen.type('\r');
    await screen.until((text) => detail.test(text), `detail of ${key}`);
  }
  t.pass();
});

test('several roots have a table each, and a sum; scarce inodes are announced above the table', async (t) => {
  const report = sampleReport();
  const [root] = report.roots;
  if (root === undefined || root.filesystem === null) throw new Error('the sample has a root');
  const scarce = { ...root.filesystem, inodesTotal: 1000, inodesFree: 10 };
  const unlimited = { ...root.filesystem, inodesTotal: null, inodesFree: null };
  const other: RootReport = {
    ...root,
    path: '/var/lib/containerd',
    kind: 'containerd-root',
    filesystem: unlimited,
    categories: root.categories.map((category) => ({ ...category, inodes: 0 })),
  };
  const roots = [{ ...root, filesystem: scarce }, other];
  const screen = openScreen(t, cannedFeed({ ...report, roots, totals: sumRoots(roots) }), {
    columns: 100,
    rows: 60,
  });
  const text = await screen.until((shown) => shown.includes('All 2 roots'), 'the sum');
  t.regex(text, /▲ inodes are scarcer than bytes: 1\.0 % [^]*CATEGORY/);
  t.regex(text, /inodes no limit/);
  t.regex(text, /root of containerd, which others may use as well: the running engine/);
  t.regex(text, /Nothing of any category is in it\./);
  t.regex(text, /All 2 roots +57\.59 GB allocated · 6\.93 GB reclaimable · 1,492,402 inodes/);
  t.is(text.match(/Image layers/g)?.length, 1);
});

test('lists without records say so', async (t) => {
  const empty = sampleReport({ images: 0, layers: 0, containers: 0, volumes: 0 });
  const screen = openScreen(t, cannedFeed({ ...empty, notCollected: ['networks'] }));
  for (const [key, text] of [
    ['2', 'No images.'],
    ['3', 'No layers.'],
    ['4', 'No containers.'],
    ['5', 'No volumes.'],
    ['6', 'No build cache records.'],
    ['7', 'No leftovers.'],
    ['8', 'Networks were not collected: neither the engine nor the disk told of them.'],
  ] as const) {
    screen.type(key);
    await screen.until((shown) => shown.includes(text), text);
    screen.type('\rjG');
  }
  screen.type('2');
  await screen.until((shown) => shown.includes('No images.'), 'images again');
  t.pass();
});

test('a filter narrows the list while it is typed, and says when nothing is left', async (t) => {
  const screen = openScreen(t, cannedFeed(sampleReport()));
  screen.type('2/REDIS');
  await screen.until(
    (text) => titleOf(text).includes('Images 3 of 12 · by unique ↓ · filter “REDIS”'),
    'three',
  );
  screen.type('zz');
  await screen.until((text) => text.includes('Nothing matches the filter.'), 'nothing');
  screen.type('\u007F\u007F\r');
  await screen.until((text) => titleOf(text).includes('3 of 12') && text.includes('q quit'), 'kept');
  t.false(screen.text().includes('nginx'));
});

test('keys typed at once are all taken', async (t) => {
  const screen = openScreen(t, cannedFeed(sampleReport()));
  screen.type('3jjk');
  await screen.until((text) => text.split('\n')[4]?.startsWith('▸') === true, 'the second row');
  t.pass();
});

test('the help names every key that does something, and closes', async (t) => {
  const screen = openScreen(t, cannedFeed(sampleReport()));
  screen.type('?');
  const text = await screen.until((shown) => titleOf(shown).includes('Help'), 'help');
  for (const part of [
    'j ↓',
    'PgUp',
    'Shift-Tab',
    'Ctrl-C',
    'Reverse the order',
    'Stop the running scan',
    'a lower bound',
  ]) {
    t.true(text.includes(part), part);
  }
  screen.type('q');
  await screen.until((shown) => titleOf(shown).includes('Overview'), 'overview');
  t.is(screen.events.quits, 0);
});

test('r, c, q and Ctrl-C reach the feed and the caller', async (t) => {
  const feed = cannedFeed(sampleReport());
  const screen = openScreen(t, feed);
  await screen.until((text) => text.includes('Filesystem'), 'the overview');
  screen.type('rcq\u0003');
  screen.type('2');
  await screen.until((text) => text.includes('IMAGE'), 'images');
  t.deepEqual({ ...feed.calls, ...screen.events }, { refresh: 1, cancel: 1, quits: 1, interrupts: 1 });
});

test('the sample is marked in every view, at every size', async (t) => {
  for (const [columns, rows] of [
    [120, 40],
    [80, 24],
    [60, 15],
    [40, 10],
  ] as const) {
    const screen = openScreen(t, cannedFeed({ ...sampleReport(), sample: true }), { columns, rows });
    for (const key of ['1', '2', '\r', '\r', '3', '4', '5', '6', '7', '8', '?']) {
      screen.type(key);
      await screen.until((text) => text.includes('SAMPLE'), `SAMPLE after ${key} at ${columns}×${rows}`);
      t.true(screen.text().includes('SAMPLE'));
    }
  }
});

test('binary units are used everywhere when asked for', async (t) => {
  const screen = openScreen(t, cannedFeed(sampleReport()), { iec: true });
  const text = await screen.until((shown) => shown.includes('Filesystem'), 'the overview');
  t.regex(text, /26\.82 GiB allocated/);
  t.notRegex(text, / [kMG]B\b/);
});

test('without colors nothing sets one, and the parts of the gauge still differ', async (t) => {
  const screen = openScreen(t, cannedFeed(sampleReport()), { depth: 'none' });
  await screen.until((text) => /█+▓+░+/.test(text), 'the gauge');
  screen.type('2');
  await screen.until((text) => text.includes('▸'), 'the cursor');
  t.notRegex(screen.written(), /\u001B\[(?:3[0-8]|4[0-8]|9\d)/);
});
