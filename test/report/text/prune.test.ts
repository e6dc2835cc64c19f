import test from 'ava';
import { displayWidth } from '../../../src/report/text/fit.js';
import { renderPruneForecasts } from '../../../src/report/text/prune.js';
import type { PruneForecasts } from '../../../src/report/types.js';

type Forecast = PruneForecasts['forecasts'][number];

function forecast(fields: Partial<Forecast> = {}): Forecast {
  return {
    command: 'docker image prune --all',
    objects: 12,
    freedBytes: 103_540_000,
    unmeasuredReason: null,
    claimedBytes: 120_000_000,
    claimedAs: 'Images',
    differenceBytes: 16_460_000,
    ...fields,
  };
}

function lines(fields: Partial<PruneForecasts> = {}, available = Infinity): string[] {
  const forecasts = {
    engineVersion: '28.5.2',
    forecasts: [forecast()],
    claimsMissing: null,
    explanation: [],
  };
  return renderPruneForecasts({ ...forecasts, ...fields }, { iec: false }, available);
}

test('what a prune frees is beside what the engine claims, with the difference', (t) => {
  t.regex(lines()[1] ?? '', /^docker image prune --all +12 +103\.54 MB +120\.00 MB \(Images\) +\+16\.46 MB$/);
  const less = lines({ forecasts: [forecast({ differenceBytes: -5000 })] });
  t.regex(less[1] ?? '', / -5\.00 kB$/);
});

test('a claim that was not asked for is a question mark, one that no engine makes a dash', (t) => {
  const text = lines({
    forecasts: [
      forecast({ claimedBytes: null, differenceBytes: null }),
      forecast({
        command: 'docker system prune',
        claimedBytes: null,
        claimedAs: null,
        differenceBytes: null,
      }),
    ],
    claimsMissing: 'no engine was asked',
  });
  t.regex(text[1] ?? '', /\? \(Images\)$/);
  t.regex(text[2] ?? '', / -$/);
  t.true(text.includes('what engine 28.5.2 claims is not known: no engine was asked'));
});

test('an estimate is marked and has its reason once; what nobody knows is no 0', (t) => {
  const text = lines({
    forecasts: [
      forecast({ unmeasuredReason: 'far away' }),
      forecast({ unmeasuredReason: 'far away', freedBytes: null }),
    ],
  });
  t.regex(text[1] ?? '', / ~103\.54 MB /);
  t.regex(text[2] ?? '', / \? /);
  t.is(text.filter((line) => line === '~ an estimate: far away').length, 1);
});

test('every line fits the terminal', (t) => {
  for (let available = 60; available <= 200; available += 7) {
    const text = lines(
      { explanation: ['word '.repeat(60).trim()], claimsMissing: 'because '.repeat(20) },
      available,
    );
    for (const line of text) t.true(displayWidth(line) <= available, line);
  }
});
