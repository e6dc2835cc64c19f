import test from 'ava';
import * as fc from 'fast-check';
import { joinConfigs } from '../../../src/collectors/configuration/join-configs.js';
import {
  ConfigurationError,
  type ConfigurationSources,
  readConfiguration,
  userConfiguration,
} from '../../../src/collectors/configuration/read-configuration.js';
import { BilgeConfigError } from '../../../src/formats/bilge-config.js';
import { NO_THRESHOLDS } from '../../../src/model/check.js';
import { DEFAULT_POLICY, KEEP_LABEL } from '../../../src/model/policy.js';

const SYSTEM = '/etc/bilge.toml';
const USER = '/home/ada/.config/bilge/config.toml';
const NAMED = 'ci/bilge.toml';

/** A made-up machine with these files; a number of a file is the code of its failure. */
function sources(files: Readonly<Record<string, string | { readonly code: string }>>): ConfigurationSources {
  return {
    system: SYSTEM,
    user: USER,
    readFile: async (path) => {
      const found = files[path] ?? { code: 'ENOENT' };
      if (typeof found !== 'string') throw Object.assign(new Error(found.code), found);
      return Buffer.from(found);
    },
  };
}

test('without any file the defaults count, and the label that keeps things', async (t) => {
  const configuration = await readConfiguration({ sources: sources({}) });
  t.deepEqual(configuration, { policy: DEFAULT_POLICY, check: NO_THRESHOLDS, files: [] });
  t.deepEqual(configuration.policy.protect.labels, [KEEP_LABEL]);
});

test('the user’s thresholds win key by key, and protections are joined', async (t) => {
  const { policy, check, files } = await readConfiguration({
    sources: sources({
      [SYSTEM]: `[protect]
names = ["postgres:*", "shop_*"]
labels = ["tier=prod"]
[clean]
keep-last = 5
older-than = { images = "60d", cache = "12h" }
[check]
max-used = "85%"
max-log = "5GB"`,
      [USER]: `protect.names = ["mine", "shop_*"]
clean.older-than.all = "2w"
check.max-used = "95%"`,
    }),
  });
  t.deepEqual(files, [SYSTEM, USER]);
  t.deepEqual(policy.protect, {
    names: ['postgres:*', 'shop_*', 'mine'],
    labels: [KEEP_LABEL, 'tier=prod'],
  });
  t.is(policy.keepLast, 5);
  const fortnight = 14 * 86_400_000;
  t.deepEqual(policy.olderThan, {
    images: fortnight,
    containers: fortnight,
    volumes: fortnight,
    buildCache: fortnight,
    networks: fortnight,
  });
  t.deepEqual(check, { ...NO_THRESHOLDS, maxUsedPercent: 95, maxLogBytes: 5e9 });
});

test('a named file stands for the user’s, never for the system’s', async (t) => {
  const machine = sources({
    [SYSTEM]: 'protect.names = ["kept"]',
    [USER]: 'check.max-used = "50%"',
    [NAMED]: 'check.max-inodes = "70%"',
  });
  const { policy, check, files } = await readConfiguration({ named: NAMED, sources: machine });
  t.deepEqual(files, [SYSTEM, NAMED]);
  t.deepEqual(policy.protect.names, ['kept']);
  t.deepEqual(check, { ...NO_THRESHOLDS, maxInodesPercent: 70 });
  t.deepEqual((await readConfiguration({ named: SYSTEM, sources: machine })).files, [SYSTEM]);
});

test('a named file has to be there', async (t) => {
  const error = await t.throwsAsync(readConfiguration({ named: NAMED, sources: sources({}) }), {
    instanceOf: ConfigurationError,
  });
  t.regex(error?.message ?? '', /no configuration ci\/bilge\.toml, which --config names/);
});

test('a file that is there and cannot be read is an error, whoever’s it is', async (t) => {
  for (const path of [SYSTEM, USER]) {
    const machine = sources({ [path]: { code: 'EACCES' } });
    const error = await t.throwsAsync(readConfiguration({ sources: machine }), {
      instanceOf: ConfigurationError,
    });
    t.true(error?.message.includes(`${path} cannot be read: this user may not read it`));
  }
});

test('a wrong file is an error that names it', async (t) => {
  const machine = sources({ [SYSTEM]: 'protect.names = ["kept"]', [USER]: 'protct = 1' });
  const error = await t.throwsAsync(readConfiguration({ sources: machine }), {
    instanceOf: BilgeConfigError,
  });
  t.true(error?.message.includes(USER));
});

test('who has no home has no configuration of his own', async (t) => {
  const machine = { ...sources({ [SYSTEM]: '' }), user: null };
  t.deepEqual((await readConfiguration({ sources: machine })).files, [SYSTEM]);
});

test('the user’s file lies in XDG_CONFIG_HOME where that is an absolute path, else below the home', (t) => {
  t.is(userConfiguration('/x/config', '/home/ada'), '/x/config/bilge/config.toml');
  t.is(userConfiguration(undefined, '/home/ada'), USER);
  t.is(userConfiguration('', '/home/ada'), USER);
  t.is(userConfiguration('config', '/home/ada'), USER);
  t.is(userConfiguration(undefined, null), null);
});

/** The last one that is set. */
function last<T>(values: readonly (T | null | undefined)[]): T | null {
  return values.findLast((value) => value !== null && value !== undefined) ?? null;
}

test('joining any configurations keeps every protection of each, and the last threshold of each key', (t) => {
  const limit = fc.option(fc.nat({ max: 100 }));
  const config = fc.record({
    protect: fc.record({ names: fc.array(fc.string()), labels: fc.array(fc.string()) }),
    keepLast: fc.option(fc.nat({ max: 9 })),
    olderThan: fc.record({ images: fc.nat(), networks: fc.nat() }, { requiredKeys: [] }),
    check: fc.record({ maxUsedPercent: limit, maxLogBytes: limit }).map((some) => ({
      ...NO_THRESHOLDS,
      ...some,
    })),
  });
  fc.assert(
    fc.property(fc.array(config, { maxLength: 4 }), (configs) => {
      const { policy, check } = joinConfigs(configs);
      t.true(policy.protect.labels.includes(KEEP_LABEL));
      for (const { protect } of configs) {
        for (const name of protect.names) t.true(policy.protect.names.includes(name));
        for (const label of protect.labels) t.true(policy.protect.labels.includes(label));
      }
      t.is(check.maxUsedPercent, last(configs.map((one) => one.check.maxUsedPercent)));
      t.is(check.maxLogBytes, last(configs.map((one) => one.check.maxLogBytes)));
      t.is(policy.keepLast, last(configs.map((one) => one.keepLast)) ?? DEFAULT_POLICY.keepLast);
      t.is(
        policy.olderThan.images,
        last(configs.map((one) => one.olderThan.images)) ?? DEFAULT_POLICY.olderThan.images,
      );
    }),
  );
});
