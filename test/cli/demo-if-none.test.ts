import test from 'ava';
import { sampleIfNone } from '../../src/cli/demo-if-none.js';
import type { EndpointSources } from '../../src/collectors/engine/endpoint-sources.js';
import { emptyMachine } from './support/machine.js';

interface Signs {
  readonly env?: Readonly<Record<string, string>>;
  /** Paths that are there. */
  readonly paths?: readonly string[];
  readonly root?: boolean;
  readonly files?: Readonly<Record<string, string>>;
}

function machineWith({ env = {}, paths = [], root = true, files = {} }: Signs): EndpointSources {
  return {
    env,
    homeDirectory: '/home/me',
    root,
    exists: (path) => paths.includes(path),
    readFile(path) {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return content;
    },
  };
}

test('where there is neither engine nor data root, the sample stands in, and one line says so', (t) => {
  const { options, notes } = sampleIfNone({ demoIfNone: true }, machineWith({}));
  t.deepEqual(options, { demoIfNone: true, sample: true });
  t.is(notes.length, 1);
  t.regex(notes[0] ?? '', /^No engine and no data root .*sample host[^\n]*$/);
});

const SIGNS: Readonly<Record<string, Signs>> = {
  'the default socket': { paths: ['/var/run/docker.sock'] },
  'a data root': { paths: ['/var/lib/docker/containers'] },
  'a data root that the user cannot look into': { paths: ['/var/lib/docker'], root: false },
  'the user’s own rootless socket': {
    root: false,
    env: { XDG_RUNTIME_DIR: '/run/user/1000' },
    paths: ['/run/user/1000/docker.sock'],
  },
  'DOCKER_HOST, even if nothing is there': { env: { DOCKER_HOST: 'unix:///nowhere.sock' } },
  'DOCKER_HOST that is no address': { env: { DOCKER_HOST: 'nonsense://' } },
  'DOCKER_CONTEXT, even if it does not exist': { env: { DOCKER_CONTEXT: 'gone' } },
  'a current context': { files: { '/home/me/.docker/config.json': '{"currentContext":"gone"}' } },
};

for (const [what, signs] of Object.entries(SIGNS)) {
  test(`the real host is looked at where there is ${what}`, (t) => {
    const options = { demoIfNone: true };
    t.deepEqual(sampleIfNone(options, machineWith(signs)), { options, notes: [] });
  });
}

test('an empty directory of a removed engine is no data root for root', (t) => {
  const { options } = sampleIfNone({}, machineWith({ paths: ['/var/lib/docker'], root: true }));
  t.like(options, { sample: true });
});

test('the real host is looked at where an option names one', (t) => {
  for (const options of [{ host: 'unix:///x.sock' }, { context: 'other' }, { dataRoot: '/x' }]) {
    t.deepEqual(sampleIfNone(options, machineWith({})), { options, notes: [] });
  }
});

test('a named engine that is not there is not replaced by the sample', async (t) => {
  const machine = await emptyMachine(t);
  const { code, stdout } = await machine.bilge(['--demo-if-none', '--data-root', machine.at('none')]);
  t.is(code, 2);
  t.is(stdout, '');
});
