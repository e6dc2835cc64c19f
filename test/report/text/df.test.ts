import { sumRoots } from '../../../src/analyzers/figures/totals.js';
import test from 'ava';
import stringWidth from 'string-width';
import { renderDf } from '../../../src/report/text/df.js';
import { renderHeader, SAMPLE_LINE } from '../../../src/report/text/header.js';
import type { Report, RootReport } from '../../../src/report/types.js';
import { harbourReport } from '../harbour.js';

const DECIMAL = { iec: false };

function lines(report: Report, iec = false): string[] {
  return renderDf(report, { iec }, Infinity);
}

/** The report with changes to its root. */
function withRoot(report: Report, change: Partial<RootReport>): Report {
  return { ...report, roots: report.roots.map((root) => ({ ...root, ...change })) };
}

const DF = `harbour · Docker Engine 28.5.2 (API 1.51) · overlay2 on extfs · unix:///var/run/docker.sock

/var/lib/docker
  data root: the usual place
CATEGORY            OBJECTS  ALLOCATED   SHARE   APPARENT  INODES  RECLAIMABLE
Image layers              3   52.20 MB  75.2 %   26.10 MB       9      1.50 MB
Writable layers           2    2.04 MB   2.9 %    1.02 MB      12     32.29 kB
Container logs            1  300.03 kB   0.4 %  150.02 kB       1          0 B
Container metadata        2   57.34 kB   0.1 %   28.83 kB      12     24.58 kB
Volumes                   2   10.00 MB  14.4 %    5.00 MB       2      1.00 MB
Build cache               2    4.00 MB   5.8 %    2.00 MB       4      4.00 MB
Image metadata            3   45.06 kB   0.1 %   22.65 kB      11     16.38 kB
Engine state              3   20.48 kB   0.0 %   10.24 kB       5          0 B
Leftovers                 1  600.06 kB   0.9 %  300.07 kB       4    600.06 kB
Unaccounted               1  100.35 kB   0.1 %   50.18 kB       1
Total                         69.37 MB           34.69 MB      61      7.88 MB
  unaccounted: /var/lib/docker/odd 100.35 kB

708.61 kB of the reclaimable total is in layers that unused images, stopped containers or the build cache hold together: they go with the last of them
= 69,370,400 bytes, as du -sx --block-size=1 counts
filesystem /dev/vda1 ext4: 60.00 GB of 100.00 GB used (60.0 %), 35.00 GB free · 0.1 % of the used is in here
  inodes: 1,000,000 of 6,000,000 used (16.7 %), 5,000,000 free

! WARNING: No swap limit support
! new containers log without a size limit; set "log-opts": {"max-size": "10m", "max-file": "3"} in the engine’s daemon.json, or the log driver "local", and restart the engine
! 1 running container logs without a size limit, 300.03 kB so far: web (300.03 kB); a container keeps the log options it was created with: create it anew with --log-opt max-size=10m --log-opt max-file=3, or after the default was set in daemon.json`;

test('the accounting of a small host, in decimal units', (t) => {
  t.deepEqual(lines(harbourReport()), DF.split('\n'));
});

test('the accounting of a small host, in binary units', (t) => {
  const iec = lines(harbourReport(), true);
  t.is(iec[5], 'Image layers              3   49.78 MiB  75.2 %   24.89 MiB       9     1.43 MiB');
  t.is(iec[15], 'Total                         66.16 MiB           33.08 MiB      61     7.52 MiB');
  t.true(iec.some((line) => line.includes('of 93.13 GiB used (60.0 %), 32.60 GiB free')));
});

test('the bundled sample is marked in the first line', (t) => {
  const [first] = lines(harbourReport({}, true));
  t.is(first, SAMPLE_LINE);
  t.regex(SAMPLE_LINE, /^SAMPLE/);
  t.false(lines(harbourReport()).includes(SAMPLE_LINE));
});

test('of many unaccounted paths the largest are shown and the others counted', (t) => {
  const unaccounted = Array.from({ length: 1012 }, (_none, index) => ({
    path: `/r/${index}\u001b[31m`,
    allocatedBytes: 5000 - index,
    apparentBytes: 1,
    inodes: 1,
  }));
  const shown = lines(withRoot(harbourReport(), { unaccounted })).filter((line) =>
    line.startsWith('  unaccounted: '),
  );
  t.is(shown.length, 11);
  t.is(shown[0], '  unaccounted: /r/0\\x1b[31m 5.00 kB');
  t.is(shown[10], '  unaccounted: 1,002 smaller ones');
});

test('a scan that was cancelled or met what it could not read gives at least', (t) => {
  const reports = [
    harbourReport({ walk: { state: 'cancelled' } }),
    harbourReport({ walk: { state: 'running' } }),
    harbourReport({ walk: { unreadableCount: 2 } }),
  ];
  for (const report of reports) {
    t.true(lines(report).some((line) => line.startsWith('≥ 69,370,400 bytes')));
    t.false(lines(report).some((line) => line.startsWith('= ')));
    t.true(lines(report).some((line) => /^Unaccounted .*≥\d/.test(line)));
  }
});

test('a root that could not be read shows question marks, its reason, and the filesystem', (t) => {
  const report = harbourReport({ root: { denied: true, walk: null } });
  const shown = lines(report);
  for (const title of ['Container logs', 'Total']) {
    const line = shown.find((one) => one.startsWith(title));
    t.deepEqual(line?.slice(title.length).trim().split(/ +/), ['?', '?', '?', '?'], title);
  }
  t.true(
    shown.some((line) =>
      line.startsWith('/var/lib/docker unmeasured: /var/lib/docker may not be read by this user'),
    ),
  );
  t.false(shown.some((line) => / 0 B/.test(line)));
});

test('without a filesystem the reconciliation ends with the sum', (t) => {
  const shown = lines(withRoot(harbourReport(), { filesystem: null }));
  t.true(shown.includes('= 69,370,400 bytes, as du -sx --block-size=1 counts'));
});

test('nothing is said of a total that is the sum of its parts', (t) => {
  const report = harbourReport();
  const [root] = report.roots;
  const parts = root?.categories.reduce((sum, category) => sum + (category.reclaimableBytes ?? 0), 0) ?? 0;
  for (const reclaimableBytes of [parts, null]) {
    const shown = lines(withRoot(report, { reclaimableBytes }));
    t.false(shown.some((line) => line.includes('hold together')));
  }
});

test('the header says what is looked at, and leaves out what is unknown', (t) => {
  const report = harbourReport();
  const { engine } = report;
  if (engine === null) throw new Error('the report has an engine');
  t.deepEqual(renderHeader({ ...report, engine: null }), []);
  const offline = { ...engine, reached: false, endpoint: null, backingFilesystem: null };
  t.deepEqual(renderHeader({ ...report, engine: offline }), [
    'harbour · no engine asked: as recorded on the disk · overlay2',
  ]);
  const hostile = { ...engine, product: 'Evil\u001b]0;x\u0007', usedApiVersion: null };
  const [line = ''] = renderHeader({ ...report, engine: hostile });
  t.true(line.includes('Evil\\x1b]0;x\\x07 28.5.2 · '));
});

/** Two roots: the harbour's, and one of containerd with nothing in it. */
function twoRoots(change: Partial<RootReport> = {}): Report {
  const report = harbourReport();
  const [root] = report.roots;
  if (root === undefined) throw new Error('the harbour has a root');
  const nothing = { allocatedBytes: 0, apparentBytes: 0, inodes: 0, reclaimableBytes: 0 };
  const empty: RootReport = {
    ...root,
    ...nothing,
    path: '/var/lib/containerd',
    kind: 'containerd-root',
    origin: 'engine',
    categories: root.categories.map((category) => ({ ...category, ...nothing, objects: 0 })),
    unaccountedBytes: 0,
    unaccountedApparentBytes: 0,
    unaccountedInodes: 0,
    unaccounted: [],
    ...change,
  };
  return { ...report, roots: [root, empty], totals: sumRoots([root, empty]) };
}

test('each root has its table and the reason it is looked at, and two have a sum', (t) => {
  const shown = lines(twoRoots({ allocatedBytes: 1000, inodes: 9 }));
  t.true(shown.includes('  data root: the usual place'));
  t.true(
    shown.includes(
      '  root of containerd, which others may use as well: the running engine keeps its data here',
    ),
  );
  t.is(shown.filter((line) => line.startsWith('CATEGORY')).length, 2);
  t.is(
    shown.find((line) => line.startsWith('ALL ')),
    'ALL 2 ROOTS: 69.37 MB allocated · 34.69 MB apparent · 70 inodes · 7.88 MB reclaimable',
  );
  t.false(lines(harbourReport()).some((line) => line.startsWith('ALL ')));
});

test('a root that is missing figures makes the sum a lower bound', (t) => {
  const nulls = { allocatedBytes: null, apparentBytes: null, inodes: null, reclaimableBytes: null };
  const shown = lines(twoRoots(nulls));
  t.true(shown.some((line) => line.startsWith('ALL 2 ROOTS: ≥69.37 MB allocated')));
});

test('categories without an inode are left out, and a root with nothing in it says so', (t) => {
  const shown = lines(twoRoots());
  t.is(shown.filter((line) => line.startsWith('Image layers')).length, 1);
  t.is(shown.filter((line) => line.startsWith('Total')).length, 2);
  t.is(shown.filter((line) => line === '  nothing of any category is in it').length, 1);
  const running = twoRoots({
    scan: { state: 'running', elapsedMs: null, vanished: 0, unreadable: 0, mountsSkipped: [] },
  });
  t.is(lines(running).filter((line) => line.startsWith('Image layers')).length, 2);
});

test('the filesystem’s inodes are shown beside its bytes, and that it has no limit', (t) => {
  const report = harbourReport();
  const filesystem = report.roots[0]?.filesystem;
  if (filesystem === undefined || filesystem === null) throw new Error('the harbour has a filesystem');
  const inodes = (inodesTotal: number | null, inodesFree: number | null): string[] =>
    lines(withRoot(report, { filesystem: { ...filesystem, inodesTotal, inodesFree } })).filter((line) =>
      /inodes/.test(line),
    );
  t.deepEqual(inodes(1000, 250), [
    '  inodes: 750 of 1,000 used (75.0 %), 250 free',
    '! inodes are scarcer than bytes: 25.0 % of them are free, 35.0 % of the bytes',
  ]);
  t.deepEqual(inodes(1000, 400), ['  inodes: 600 of 1,000 used (60.0 %), 400 free']);
  t.deepEqual(inodes(null, null), ['  inodes: no limit']);
  t.deepEqual(inodes(1000, null), ['  inodes: ? of 1,000 used, ? free']);
  t.deepEqual(inodes(0, 0), ['  inodes: 0 of 0 used, 0 free']);
});

test('figures that the engine told are marked, and the mark explained in one line', (t) => {
  const report = harbourReport({ root: { denied: true, walk: null } });
  const told = withRoot(report, {
    categories: (report.roots[0]?.categories ?? []).map((category) => ({
      ...category,
      apparentBytes: 1000,
      source: 'engine' as const,
    })),
  });
  const shown = lines(told);
  t.true(shown.some((line) => /^Volumes .* ~1\.00 kB /.test(line)));
  t.is(shown.filter((line) => line.startsWith('? not measured · ~ told by the engine')).length, 1);
  t.false(lines(harbourReport()).some((line) => line.includes('~')));
});

test('in a narrow terminal columns are left out, no figure is cut and no line is too wide', (t) => {
  const whole = new Set(lines(twoRoots()).flatMap((line) => line.split(/ {2,}/)));
  for (const available of [40, 50, 60, 70, 80]) {
    const narrow = renderDf(twoRoots(), DECIMAL, available);
    for (const line of narrow) t.true(stringWidth(line) <= available, `${available}: ${line}`);
    const tables = narrow.filter((line) => /^(Image|Writable|Volumes|Total|CATEGORY)/.test(line));
    for (const cell of tables.flatMap((line) => line.split(/ {2,}/))) t.true(whole.has(cell), cell);
  }
});
