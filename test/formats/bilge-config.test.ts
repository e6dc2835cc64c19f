import test from 'ava';
import * as fc from 'fast-check';
import { BilgeConfigError, MAX_CONFIG_BYTES, parseBilgeConfig } from '../../src/formats/bilge-config.js';
import { NO_THRESHOLDS } from '../../src/model/check.js';

const FILE = '/etc/bilge.toml';
const DAY = 86_400_000;

test('every key is read', (t) => {
  const config = parseBilgeConfig(
    `[protect]
names = ["postgres:*", "shop_*"]
labels = ["com.example.keep", "tier=prod"]
[clean]
keep-last = 3
[clean.older-than]
all = "30d"
containers = "7d"
cache = "0"
[check]
max-used = "85%"
max-inodes = "80.5%"
max-reclaimable = "20GB"
max-leftovers = "1GB"
max-log = "5GiB"
max-log-growth = "500MB"
`,
    FILE,
  );
  t.deepEqual(config, {
    protect: { names: ['postgres:*', 'shop_*'], labels: ['com.example.keep', 'tier=prod'] },
    keepLast: 3,
    olderThan: {
      images: 30 * DAY,
      containers: 7 * DAY,
      volumes: 30 * DAY,
      buildCache: 0,
      networks: 30 * DAY,
    },
    check: {
      maxUsedPercent: 85,
      maxInodesPercent: 80.5,
      maxReclaimable: { bytes: 20e9 },
      maxLeftoversBytes: 1e9,
      maxLogBytes: 5 * 1024 ** 3,
      maxLogGrowthBytes: 500e6,
    },
  });
});

test('an empty file, a byte order mark and comments set nothing', (t) => {
  const nothing = {
    protect: { names: [], labels: [] },
    keepLast: null,
    olderThan: {},
    check: NO_THRESHOLDS,
  };
  for (const text of ['', '\ufeff', '# nothing\n', '[protect]\n[clean]\n[check]\n']) {
    t.deepEqual(parseBilgeConfig(text, FILE), nothing);
    t.deepEqual(parseBilgeConfig(Buffer.from(text), FILE), nothing);
  }
});

test('one time is for every kind, and a kind that is named alone sets no other', (t) => {
  const { olderThan } = parseBilgeConfig('clean.older-than = "2d"', FILE);
  t.deepEqual(new Set(Object.values(olderThan)), new Set([2 * DAY]));
  t.is(Object.keys(olderThan).length, 5);
  t.deepEqual(parseBilgeConfig('clean.older-than.cache = "1h"', FILE).olderThan, { buildCache: 3_600_000 });
});

test('a share is a limit of what can be reclaimed, too', (t) => {
  t.deepEqual(parseBilgeConfig('check.max-reclaimable = "10%"', FILE).check.maxReclaimable, { percent: 10 });
});

/** What is wrong, the key that is named, and what the message says is allowed. */
const WRONG: readonly (readonly [text: string, key: string, allowed: RegExp])[] = [
  ['protct.names = []', 'protct', /no "protct"; the keys at the top are protect, clean, check/],
  ['[protect]\nname = []', 'protect.name', /the keys in protect are names, labels/],
  ['[clean]\nkeep = 1', 'clean.keep', /the keys in clean are keep-last, older-than/],
  ['[check]\nmax-use = "1%"', 'check.max-use', /the keys in check are max-used, max-inodes/],
  ['[clean.older-than]\nimage = "1d"', 'clean.older-than.image', /are all, images, containers/],
  ['protect = 1', 'protect', /protect = 1: write a table, with names, labels/],
  ['protect.names = "x"', 'protect.names', /write a list of glob patterns, such as/],
  ['protect.names = ["a", " "]', 'protect.names.1', /write a list of glob patterns/],
  ['protect.labels = ["=prod"]', 'protect.labels.0', /write a list of labels, such as/],
  ['clean.keep-last = -1', 'clean.keep-last', /write a whole number, 0 or more/],
  ['clean.keep-last = 1.5', 'clean.keep-last', /write a whole number, 0 or more/],
  ['clean.older-than = 30', 'clean.older-than', /write a time such as .*, in quotes, or a table with all/],
  ['clean.older-than = "30"', 'clean.older-than.all', /write a time such as 90m, 12h, 30d or 2w/],
  ['check.max-used = 85', 'check.max-used', /= 85: write a share such as 85%, at most 100%, in quotes/],
  ['check.max-used = "185%"', 'check.max-used', /= "185%": write a share/],
  ['check.max-reclaimable = "lots"', 'check.max-reclaimable', /a size such as 20GB, or a share/],
  ['check.max-log = 1979-05-27', 'check.max-log', /write a size such as 500MB/],
];

for (const [text, key, allowed] of WRONG) {
  test(`it is said what is wrong with ${JSON.stringify(text)}, and what is allowed`, (t) => {
    const error = t.throws(() => parseBilgeConfig(text, FILE), { instanceOf: BilgeConfigError });
    t.is(error?.key, key);
    t.is(error?.file, FILE);
    t.true(error?.message.startsWith(`the configuration ${FILE}: `), error?.message);
    t.regex(error?.message ?? '', allowed);
    t.false(error?.message.includes('\n'));
  });
}

test('what is no TOML is said with its line and column', (t) => {
  const error = t.throws(() => parseBilgeConfig('[check]\nmax-used = \n', FILE), {
    instanceOf: BilgeConfigError,
  });
  t.is(error?.position?.line, 2);
  t.regex(
    error?.message ?? '',
    /^the configuration \/etc\/bilge\.toml, line 2, column \d+: it is not TOML: /,
  );
  t.false(error?.message.includes('\n'));
});

test('keys that objects have anyway are no keys of a configuration', (t) => {
  for (const text of [
    '__proto__ = 1',
    'constructor = 1',
    '[protect.__proto__]\nnames = []',
    'toString = 1',
  ]) {
    t.throws(() => parseBilgeConfig(text, FILE), { instanceOf: BilgeConfigError }, text);
  }
});

test('bytes that are no text, and more than anybody writes, are errors', (t) => {
  t.throws(() => parseBilgeConfig(Uint8Array.of(0x61, 0xff), FILE), {
    instanceOf: BilgeConfigError,
    message: /not UTF-8/,
  });
  t.throws(() => parseBilgeConfig(' '.repeat(MAX_CONFIG_BYTES + 1), FILE), {
    instanceOf: BilgeConfigError,
    message: /larger than 1 MiB/,
  });
});

test('deep nesting and many keys end in the typed error', (t) => {
  const half = MAX_CONFIG_BYTES / 2 - 1;
  const many = Array.from({ length: 20_000 }, (_, i) => `k${i} = 1`).join('\n');
  for (const text of ['a = ' + '['.repeat(half), 'a.'.repeat(half), `${'a.'.repeat(half)}a = 1`, many]) {
    t.throws(() => parseBilgeConfig(text, FILE), { instanceOf: BilgeConfigError });
  }
});

test('any text and any bytes are a configuration or the typed error', (t) => {
  const keys = ['protect', 'clean', 'check', 'names', 'labels', 'older-than', 'max-used', 'max-log', 'all'];
  const key = fc.array(fc.constantFrom(...keys, 'x'), { minLength: 1, maxLength: 3 });
  const value = fc.oneof(
    fc.constantFrom('"30d"', '"85%"', '"1GB"', '0', '[]', '{}', '["a"]', 'true', '{ all = "1d" }', 'nan'),
    fc.string(),
  );
  const line = fc.oneof(
    fc.tuple(key, value).map(([path, text]) => `${path.join('.')} = ${text}`),
    key.map((path) => `[${path.join('.')}]`),
    fc.string(),
  );
  const toml = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(fc.oneof(toml, fc.string(), bytes), (source) => {
      try {
        const { protect, olderThan } = parseBilgeConfig(source, FILE);
        return (
          [...protect.names, ...protect.labels].every((text) => text !== '') &&
          Object.values(olderThan).every((age) => Number.isSafeInteger(age))
        );
      } catch (error) {
        return error instanceof BilgeConfigError && error.message.includes(FILE);
      }
    }),
  );
  t.pass();
});
