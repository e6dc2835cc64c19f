import test from 'ava';
import * as fc from 'fast-check';
import { analyzeForCleanup } from '../../../src/analyzers/analyze.js';
import { makePlan } from '../../../src/cleanup/make-plan.js';
import { displayWidth } from '../../../src/report/text/fit.js';
import { type PlanView, renderPlan } from '../../../src/report/text/plan.js';
import type { CleanupPlan, RecommendationReport } from '../../../src/report/types.js';
import { hostSpec, inventoryOf } from '../../analyzers/arbitrary-host.js';
import {
  analyzed,
  ANY_AGE,
  aPlan,
  aPlanObject,
  cleanupHost,
  planOf,
  RECOMMENDED,
} from '../../cleanup/support.js';
import { HOSTILE_TEXT } from '../../engines/harness/workload/hostile.js';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function lines(plan: CleanupPlan, view: Partial<PlanView> = {}): string[] {
  return renderPlan(plan, { style: { iec: false }, available: Infinity, all: false, ...view });
}

const ADVICE: RecommendationReport = {
  rule: 'unbounded-logs',
  title: 'logs without a bound',
  risk: 'data loss',
  preselected: false,
  removable: false,
  objects: [1, 2, 3, 4].map((at) => ({
    kind: 'log',
    id: `/var/lib/docker/containers/${at}/${at}-json.log`,
    name: `web-${at}`,
    root: '/var/lib/docker',
    risk: 'data loss',
    freedBytes: 1_000_000 * at,
    inodes: 0,
    lastUsedAt: null,
    lastUse: 'its container was created',
    evidence: `the log of web-${at} (running); nothing limits it`,
  })),
  freedBytes: 10_000_000,
  inodes: 0,
  advice: 'set a bound for containers to come, and empty those that are there while the containers run on',
  commands: [1, 2, 3, 4].map((at) => `truncate --size=0 /var/lib/docker/containers/${at}/${at}-json.log`),
  source: 'disk',
  unmeasuredReason: null,
};

test('a plan says what goes, what that frees, and what stays for which reason', (t) => {
  const text = lines(planOf(analyzed(cleanupHost(), ANY_AGE))).join('\n');
  t.regex(text, /^Plan: \d+ objects, frees [\d.]+ MB in \d+ inodes\n {2}\d+ rebuildable, \d+ safe\n\nKIND /);
  t.regex(text, /^container {4}job +[0-9a-f]{12} +56\.86 kB {2}safe +\d+ d ago: it was created/m);
  t.regex(text, /^NOT IN THE PLAN +OBJECTS +WOULD FREE +RISK +WHY$/m);
  t.regex(text, /^named volumes without a container .+--only named-volumes$/m);
  t.notRegex(text, /everything else|undefined|NaN|null/);
});

test('what may exist nowhere else comes first in the count of risks', (t) => {
  const objects = (['safe', 'rebuildable', 'data loss', 'safe'] as const).map((risk) =>
    aPlanObject({ risk }),
  );
  t.is(lines(aPlan({ objects }))[1], '  1 data loss, 1 rebuildable, 2 safe');
});

test('an empty plan says so, and one object is no objects', (t) => {
  t.is(lines(aPlan({ objects: [] }))[0], 'Nothing to remove by these rules.');
  t.is(lines(aPlan())[0], 'Plan: 1 object, frees 4.10 kB in 1 inode');
});

test('a target that cannot be reached is said at the top', (t) => {
  const target = { bytes: 9e11, reached: false, exact: true };
  const said = '  900.00 GB cannot be reached with what may go: this is all of it that frees anything';
  t.is(lines(aPlan({ target }))[2], said);
  t.false(lines(aPlan({ target: { ...target, reached: true } })).includes(said));
});

test('an estimate is marked wherever it is, and what nobody knows is a question mark, never 0', (t) => {
  const plan = aPlan({
    unmeasuredReason: 'the engine is on another host',
    inodes: null,
    objects: [
      aPlanObject({ id: 'told', name: 'told', addsBytes: null, freedBytes: 5_000_000 }),
      aPlanObject({ id: 'unknown', name: 'unknown', addsBytes: null, freedBytes: null }),
    ],
    freedBytes: 5_000_000,
    left: [
      {
        rule: null,
        title: 'other images',
        risk: 'safe',
        objects: 1,
        freedBytes: 1000,
        unmeasuredReason: 'told',
        why: 'young',
      },
      {
        rule: null,
        title: 'other volumes',
        risk: 'safe',
        objects: 1,
        freedBytes: null,
        unmeasuredReason: 'told',
        why: 'young',
      },
    ],
  });
  const text = lines(plan);
  t.is(text[0], 'Plan: 2 objects, frees ~5.00 MB');
  t.true(text.includes('  an estimate: the engine is on another host'));
  const row = (name: string): string => text.find((line) => line.includes(name)) ?? '';
  t.regex(row('told '), / ~5\.00 MB /);
  t.regex(row('unknown '), / \? /);
  t.regex(row('other images'), / ~1\.00 kB /);
  t.regex(row('other volumes'), / \? /);
  t.notRegex(text.join('\n'), /\b0 B/);
  t.is(lines({ ...plan, freedBytes: null })[0], 'Plan: 2 objects, frees ?');
});

test('more than 40 objects are counted, unless all are asked for', (t) => {
  const objects = Array.from({ length: 43 }, (_, at) => aPlanObject({ id: `v${at}x`, name: `v${at}x` }));
  const some = lines(aPlan({ objects }));
  t.is(some.filter((line) => line.startsWith('volume ')).length, 40);
  t.true(some.includes('and 3 more (--all shows them, --json has them)'));
  const all = lines(aPlan({ objects }), { all: true });
  t.is(all.filter((line) => line.startsWith('volume ')).length, 43);
  t.false(all.some((line) => line.startsWith('and ')));
  const exactly = lines(aPlan({ objects: objects.slice(0, 40) }));
  t.false(exactly.some((line) => line.startsWith('and ')));
});

test('a plan of the sample is marked first', (t) => {
  t.regex(lines(aPlan({ sample: true }))[0] ?? '', /^SAMPLE\b/);
});

test('steps of the build cache are cut in the middle, names never when nothing limits the width', (t) => {
  const long = `mount / from exec /bin/sh -c ${'x'.repeat(200)} > /bundle.bin`;
  const text = lines(
    aPlan({ objects: [aPlanObject({ kind: 'build-cache', name: long }), aPlanObject({ name: long })] }),
  );
  t.true(text.some((line) => /^build-cache {2}mount \/ from exec \/.*….*\/bundle\.bin /.test(line)));
  t.true(text.some((line) => line.startsWith('volume ') && line.includes(long)));
});

test('what is protected is named with the reason, and counted beyond five', (t) => {
  const kept = Array.from({ length: 7 }, (_, at) => ({
    kind: 'volume' as const,
    id: `v${at}`,
    name: `v${at}`,
    why: 'it matches v*',
  }));
  const text = lines(aPlan({ protected: kept })).join('\n');
  t.regex(
    text,
    /^Protected: 7 objects: volume v0 \(it matches v\*\), .*volume v4 \(it matches v\*\) and 2 more$/m,
  );
});

test('advice shows three objects with their commands, each on one line whatever the width', (t) => {
  const text = lines(aPlan({ advice: [ADVICE] }), { available: 60 });
  t.true(text.includes('WHAT NO ENGINE COMMAND REMOVES'));
  t.true(text.includes('logs without a bound: 4, 10.00 MB'));
  t.is(text.filter((line) => line.startsWith('  $ truncate ')).length, 3);
  t.true(text.includes(`  $ ${ADVICE.commands[0]}`));
  t.true(text.includes('  and 1 more (--json has them)'));
  const from = text.indexOf('logs without a bound: 4, 10.00 MB') + 1;
  t.true(
    text.slice(from).every((line) => line.startsWith('  ')),
    'what belongs to it is indented',
  );
});

test('no text of a plan reaches the terminal as it is, not even of one that was saved and changed', (t) => {
  const [x] = [HOSTILE_TEXT];
  const object = aPlanObject({ id: x, name: x, lastUse: x, lastUsedAt: '2026-05-01T12:00:00Z', evidence: x });
  const plan = aPlan({
    host: x,
    objects: [object, aPlanObject({ id: x, name: null })],
    choice: [x],
    unmeasuredReason: x,
    left: [{ rule: null, title: x, risk: 'safe', objects: 1, freedBytes: 1, unmeasuredReason: x, why: x }],
    protected: [{ kind: 'volume', id: x, name: x, why: x }],
    advice: [
      {
        ...ADVICE,
        title: x,
        advice: x,
        commands: [x],
        objects: ADVICE.objects.map((one) => ({ ...one, evidence: x })),
      },
    ],
  });
  const text = lines(plan);
  for (const line of text) t.notRegex(line, UNSAFE);
  t.false(text.some((line) => line.startsWith('forged line')));
  t.true(
    text.some((line) => line.includes(String.raw`\x1b[31mred`)),
    'and is there to be read',
  );
});

test('every line but a command fits the terminal', (t) => {
  t.timeout(60_000);
  const request = fc.record({
    freeBytes: fc.option(fc.constantFrom(1, 1e6, 1e15)),
    only: fc.constantFrom(null, ['containers', 'images', 'named-volumes']),
  });
  fc.assert(
    fc.property(hostSpec, request, fc.integer({ min: 60, max: 200 }), (spec, asked, available) => {
      const { basis, report } = analyzeForCleanup(inventoryOf(spec), '0.0.0', ANY_AGE);
      const plan = makePlan(basis, report, { ...RECOMMENDED, ...asked });
      for (const line of lines({ ...plan, advice: [...plan.advice, ADVICE] }, { available, all: true })) {
        if (!line.startsWith('  $ ')) t.true(displayWidth(line) <= available, line);
      }
    }),
    { numRuns: 100 },
  );
});
