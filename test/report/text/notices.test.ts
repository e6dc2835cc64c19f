import test from 'ava';
import { noticeText } from '../../../src/report/text/notices.js';
import type { NoticeReport } from '../../../src/report/types.js';

const NOTICE: NoticeReport = { origin: 'bilge', code: 'c', severity: 'warning', message: 'logs grow' };

function objects(sizes: Readonly<Record<string, number | null>>): NoticeReport['objects'] {
  return Object.entries(sizes).map(([name, allocatedBytes]) => ({
    kind: 'container' as const,
    id: 'f'.repeat(64),
    name: name === '' ? null : name,
    allocatedBytes,
  }));
}

test('a notice without objects is its message, with what to do', (t) => {
  t.is(noticeText(NOTICE, { iec: false }), 'logs grow');
  t.is(noticeText({ ...NOTICE, hint: 'stop it' }, { iec: false }), 'logs grow; stop it');
});

test('objects are named with their bytes and their sum, at most three', (t) => {
  const web = { web: 13_100_000_000, api: 1_100_000_000 };
  t.is(
    noticeText({ ...NOTICE, objects: objects(web) }, { iec: false }),
    'logs grow, 14.20 GB so far: web (13.10 GB), api (1.10 GB)',
  );
  const five = objects({ a: 5, b: 4, c: 3, d: 2, '': 1 });
  t.is(
    noticeText({ ...NOTICE, objects: five ?? [] }, { iec: false }),
    'logs grow, 15 B so far: a (5 B), b (4 B), c (3 B) and 2 more',
  );
});

test('bytes that are not known make the sum a lower bound, or none', (t) => {
  const some = noticeText({ ...NOTICE, objects: objects({ a: 5, '': null }) ?? [] }, { iec: false });
  t.is(some, 'logs grow, ≥5 B so far: a (5 B), ffffffffffff (?)');
  t.is(noticeText({ ...NOTICE, objects: objects({ a: null }) ?? [] }, { iec: false }), 'logs grow: a (?)');
});
