import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import * as fc from 'fast-check';
import { analyze } from '../../../src/analyzers/analyze.js';
import { check } from '../../../src/analyzers/check/check.js';
import {
  type CheckThresholds,
  DEFAULT_THRESHOLDS,
  joinThresholds,
  NO_THRESHOLDS,
  setsNothing,
} from '../../../src/model/check.js';
import { checkResultSchema } from '../../../src/report/schema/check.js';
import { hostSpec, inventoryOf } from '../arbitrary-host.js';
import { arbitraryInventory } from '../arbitrary-inventory.js';
import { EARLIER, hostReport, unread, withFilesystem } from './reports.js';

const committed = readFileSync(new URL('../../../../schema/check.schema.json', import.meta.url), 'utf8');
const validate = new Ajv2020({ strict: true, validateFormats: false, allowUnionTypes: true }).compile(
  JSON.parse(committed),
);

const EVERY_RULE: CheckThresholds = {
  maxUsedPercent: 80,
  maxInodesPercent: 80,
  maxReclaimable: { percent: 10 },
  maxLeftoversBytes: 1,
  maxLogBytes: 1_000_000_000,
  maxLogGrowthBytes: 1_000_000_000,
};

test('rules that were not asked for are not judged', (t) => {
  t.like(check(hostReport(), NO_THRESHOLDS), { state: 'holds', findings: { length: 0 } });
  const { findings } = check(hostReport(), { ...NO_THRESHOLDS, maxUsedPercent: 80 });
  t.deepEqual(new Set(findings.map(({ rule }) => rule)), new Set(['max-used']));
});

test('every rule has a finding, broken ones first, and they decide of the whole', (t) => {
  const result = check(hostReport(), EVERY_RULE);
  t.is(result.state, 'broken');
  t.is(new Set(result.findings.map(({ rule }) => rule)).size, 6);
  t.deepEqual(
    result.findings.map(({ state }) => state),
    ['broken', 'holds', 'holds', 'holds', 'holds', 'holds'],
  );
  t.is(result.findings[0]?.rule, 'max-leftovers');
});

test('what cannot be judged leaves the whole open, but not where a rule is broken', (t) => {
  t.is(check(unread(hostReport()), EVERY_RULE).state, 'unjudged');
  const full = withFilesystem(unread(hostReport()), { usedBytes: 99, availableBytes: 1 });
  t.is(check(full, EVERY_RULE).state, 'broken');
});

test('nothing breaks the defaults on a host in order, and there are some', (t) => {
  t.true(setsNothing(NO_THRESHOLDS));
  t.false(setsNothing(DEFAULT_THRESHOLDS));
  t.is(check(hostReport(), DEFAULT_THRESHOLDS).state, 'holds');
});

test('of two thresholds of a rule the later one counts, 0 included', (t) => {
  const joined = joinThresholds(EVERY_RULE, {
    ...NO_THRESHOLDS,
    maxUsedPercent: 0,
    maxReclaimable: { bytes: 5 },
  });
  t.deepEqual(joined, { ...EVERY_RULE, maxUsedPercent: 0, maxReclaimable: { bytes: 5 } });
});

test('a result follows the committed schema, and what is none does not', (t) => {
  const result = check(hostReport(), EVERY_RULE, { ...hostReport(), generatedAt: EARLIER });
  t.true(validate(JSON.parse(JSON.stringify(result))), JSON.stringify(validate.errors));
  t.is(result.baselineAt, EARLIER);
  t.false(validate({ ...result, state: 'fine' }));
  t.false(validate({ ...result, findings: [{ rule: 'max-used' }] }));
});

test('the result of any host or inventory follows the schema, is the same twice, and says why where it is open', (t) => {
  const limit = fc.option(fc.nat({ max: 1_000_000 }));
  const share = fc.option(fc.nat({ max: 100 }));
  const thresholds = fc.record({
    maxUsedPercent: share,
    maxInodesPercent: share,
    maxReclaimable: fc.option(
      fc.oneof(
        fc.record({ bytes: fc.nat({ max: 1_000_000 }) }),
        fc.record({ percent: fc.nat({ max: 100 }) }),
      ),
    ),
    maxLeftoversBytes: limit,
    maxLogBytes: limit,
    maxLogGrowthBytes: limit,
  });
  fc.assert(
    fc.property(
      fc.oneof(hostSpec.map(inventoryOf), arbitraryInventory),
      thresholds,
      fc.boolean(),
      (inventory, wanted, compared) => {
        const report = analyze(inventory, '0.0.0');
        const baseline = compared ? { ...report, generatedAt: '2020-01-01T00:00:00Z' } : null;
        const result = check(report, wanted, baseline);
        t.deepEqual(checkResultSchema.parse(result), result);
        t.true(validate(JSON.parse(JSON.stringify(result))), JSON.stringify(validate.errors));
        t.deepEqual(check(report, wanted, baseline), result);
        for (const finding of result.findings) {
          if (finding.state === 'unjudged') t.not(finding.note, null);
          t.is(finding.next !== null, finding.state === 'broken');
        }
      },
    ),
  );
});
