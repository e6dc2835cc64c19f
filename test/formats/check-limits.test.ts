import test from 'ava';
import * as fc from 'fast-check';
import { parsePercentage, parseSizeLimit } from '../../src/formats/check-limits.js';

test('shares are read with their sign, up to 100 %', (t) => {
  t.is(parsePercentage('85%'), 85);
  t.is(parsePercentage(' 99.5 % '), 99.5);
  t.is(parsePercentage('0%'), 0);
  t.is(parsePercentage('100%'), 100);
  for (const text of ['', '85', '%', '-1%', '100.001%', '1e1%', '85%%', '1.2345%', '85 percent']) {
    t.is(parsePercentage(text), null, text);
  }
});

test('a limit is a size or a share', (t) => {
  t.deepEqual(parseSizeLimit('20GB'), { bytes: 20e9 });
  t.deepEqual(parseSizeLimit('0'), { bytes: 0 });
  t.deepEqual(parseSizeLimit('10%'), { percent: 10 });
  t.is(parseSizeLimit('110%'), null);
  t.is(parseSizeLimit('much'), null);
});

test('any text is a limit or nothing', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.]{1,6} ?[%kMGB]{0,2}$/)), (text) => {
      const limit = parseSizeLimit(text);
      if (limit === null) return;
      const figure = 'bytes' in limit ? limit.bytes : limit.percent;
      t.true(Number.isFinite(figure) && figure >= 0);
    }),
  );
});
