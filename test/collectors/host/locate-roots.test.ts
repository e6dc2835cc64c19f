import { chmodSync, symlinkSync } from 'node:fs';
import test from 'ava';
import { locateRoots } from '../../../src/collectors/host/locate-roots.js';
import type { EngineInventory } from '../../../src/model/engine.js';
import { runUnprivileged } from '../disk/other-user.js';
import { fakeHost } from './fake-host.js';

function engineAt(dataRoot: string): EngineInventory {
  return { facts: { dataRoot, containerdAddress: null, daemonPid: null } } as EngineInventory;
}

test('a host without anything has no roots, and says so', async (t) => {
  const host = fakeHost(t);
  const located = await locateRoots(host.sources(), null, 'thorough');
  t.deepEqual(located.roots, []);
  t.is(located.primary?.state, 'absent');
  t.deepEqual(located.problems, []);
});

test('each root of a host is found, the engine’s first, its containerd next, the others by path', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('srv/engine');
  host.dataRoot('var/lib/docker');
  host.dataRoot('var/lib/docker/100000.100000');
  host.dataRoot('srv/configured');
  host.dataRoot('srv/another');
  host.dataRoot('home/alice/.local/share/docker');
  host.containerdRoot('var/lib/containerd', { moby: [] });
  host.write({
    'etc/daemon.json': JSON.stringify({ 'data-root': host.at('srv/configured') }),
    'etc/passwd': `alice:x:1000:1000::${host.at('home/alice')}:\n`,
  });
  const daemons = async () => [
    { pid: 1, dataRoot: host.at('srv/another'), rootless: false, containerd: null },
    { pid: 2, dataRoot: host.at('srv/engine'), rootless: false, containerd: null },
  ];
  const sources = host.sources({ places: { ...host.places, daemons } });
  const located = await locateRoots(sources, engineAt(host.at('srv/engine')), 'thorough');
  t.deepEqual(host.listed(located), [
    'engine srv/engine',
    'default var/lib/containerd',
    'rootless home/alice/.local/share/docker',
    'process srv/another',
    'configuration srv/configured',
    'default var/lib/docker',
    'userns-remap var/lib/docker/100000.100000',
  ]);
  t.is(located.roots[2]?.place.user, 'alice');
  t.deepEqual(located.roots[5]?.place.nested, [host.at('var/lib/docker/100000.100000')]);
  t.is(located.primary, located.roots[0] ?? null);
  t.deepEqual(located.problems, []);
});

async function lookedAt(): Promise<never> {
  throw new Error('processes were looked at');
}

test('processes and databases are left for the thorough look', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  host.containerdRoot('var/lib/containerd', { moby: [] });
  const sources = host.sources({ places: { ...host.places, daemons: lookedAt } });
  t.deepEqual(host.listed(await locateRoots(sources, null, 'quick')), ['default var/lib/docker']);
});

test('a directory that is reached in several ways is one root', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('data');
  host.write({
    'var/lib/': '',
    'etc/daemon.json': JSON.stringify({ graph: host.at('link/docker') }),
    'link/': '',
  });
  symlinkSync(host.at('data'), host.at('var/lib/docker'));
  symlinkSync(host.at('data'), host.at('link/docker'));
  t.deepEqual(host.listed(await locateRoots(host.sources(), null, 'thorough')), ['default data']);
});

test('a data root of remapped users leads to its siblings and to the tree without', async (t) => {
  const host = fakeHost(t);
  for (const path of ['srv/d', 'srv/d/1.1', 'srv/d/2.2', 'srv/d/3.x']) host.dataRoot(path);
  host.write({ 'srv/d/4.4/': '' });
  const located = await locateRoots(host.sources(), engineAt(host.at('srv/d/1.1')), 'thorough');
  t.deepEqual(host.listed(located), ['engine srv/d/1.1', 'configuration srv/d', 'userns-remap srv/d/2.2']);
  t.deepEqual(located.roots[1]?.place.nested, [host.at('srv/d/1.1'), host.at('srv/d/2.2')]);
});

test('the directory that a remapped engine was told to use is no other engine’s', async (t) => {
  const host = fakeHost(t);
  for (const path of ['srv/d', 'srv/d/1.1', 'srv/other']) host.dataRoot(path);
  const daemon = { pid: 1, rootless: false, containerd: null };
  const daemons = async () => [
    { ...daemon, dataRoot: host.at('srv/d') },
    { ...daemon, dataRoot: host.at('srv/other') },
  ];
  const sources = host.sources({ places: { ...host.places, daemons } });
  const located = await locateRoots(sources, engineAt(host.at('srv/d/1.1')), 'thorough');
  t.deepEqual(host.listed(located), ['engine srv/d/1.1', 'configuration srv/d', 'process srv/other']);
});

test('a directory that holds only data roots of remapped users stands for the first of them', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('disk/2.2');
  host.dataRoot('disk/1.1');
  const located = await locateRoots(host.sources({ dataRoot: host.at('disk') }), null, 'thorough');
  t.deepEqual(host.listed(located), ['userns-remap disk/1.1', 'userns-remap disk/2.2']);
  t.is(located.primary?.state, 'ready');
});

test('a containerd that is not Docker’s is left alone', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  host.containerdRoot('var/lib/containerd', { 'k8s.io': ['x'], default: [] });
  t.deepEqual(host.listed(await locateRoots(host.sources(), null, 'thorough')), ['default var/lib/docker']);
  const named = host.sources({ containerdRoot: host.at('var/lib/containerd') });
  t.deepEqual(host.listed(await locateRoots(named, null, 'thorough')), [
    'default var/lib/docker',
    'named var/lib/containerd',
  ]);
});

test('the containerd that an engine keeps in its data root is no root of its own', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  host.containerdRoot('var/lib/docker/containerd/daemon', { moby: [] });
  const places = { ...host.places, containerdRoot: host.at('var/lib/docker/containerd/daemon') };
  const located = await locateRoots(host.sources({ places }), null, 'thorough');
  t.deepEqual(host.listed(located), ['default var/lib/docker']);
  t.deepEqual(located.roots[0]?.place.nested, []);
});

test('a containerd root elsewhere inside the data root is one, and not counted twice', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  host.containerdRoot('var/lib/docker/ctrd', { moby: [] });
  const sources = host.sources({ containerdRoot: host.at('var/lib/docker/ctrd') });
  const located = await locateRoots(sources, null, 'thorough');
  t.deepEqual(host.listed(located), ['default var/lib/docker', 'named var/lib/docker/ctrd']);
  t.deepEqual(located.roots[0]?.place.nested, [host.at('var/lib/docker/ctrd')]);
});

test('of a named disk only what lies inside the data root and beside it is looked at', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('disk/docker', ['c1']);
  host.dataRoot('disk/docker/1.1');
  host.containerdRoot('disk/containerd', { moby: ['c1'] });
  host.dataRoot('var/lib/docker');
  host.containerdRoot('var/lib/containerd', { moby: ['c1'] });
  host.write({ 'etc/daemon.json': JSON.stringify({ 'data-root': host.at('var/lib/docker') }) });
  const located = await locateRoots(host.sources({ dataRoot: host.at('disk/docker') }), null, 'thorough');
  t.deepEqual(host.listed(located), [
    'named disk/docker',
    'default disk/containerd',
    'userns-remap disk/docker/1.1',
  ]);
});

test('a containerd beside a named data root that knows none of its containers is another one’s', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('disk/docker', ['c1']);
  host.containerdRoot('disk/containerd', { moby: ['c2'] });
  const located = await locateRoots(host.sources({ dataRoot: host.at('disk/docker') }), null, 'thorough');
  t.deepEqual(host.listed(located), ['named disk/docker']);
});

test('a containerd root that was named and is not there is a problem', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  host.write({ 'other/': '' });
  for (const [path, code] of [
    ['nowhere', 'containerd-root-absent'],
    ['other', 'containerd-root-foreign'],
  ] as const) {
    const { problems } = await locateRoots(host.sources({ containerdRoot: host.at(path) }), null, 'thorough');
    t.deepEqual(
      problems.map((problem) => [problem.source, problem.code, problem.path]),
      [['containerd', code, host.at(path)]],
    );
  }
});

test('without a data root at the usual place the first one found comes first', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('zzz');
  host.containerdRoot('var/lib/containerd', { moby: [] });
  host.write({ 'etc/daemon.json': JSON.stringify({ 'data-root': host.at('zzz') }) });
  const located = await locateRoots(host.sources(), null, 'thorough');
  t.deepEqual(host.listed(located), ['configuration zzz', 'default var/lib/containerd']);
  t.is(located.primary?.state, 'absent');
});

test('an engine elsewhere has no roots here', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  const engine = { collect: async () => ({ inventory: null, problems: [] }) };
  const located = await locateRoots(host.sources({ engine, engineIsLocal: false }), null, 'thorough');
  t.deepEqual(located, { primary: null, roots: [], problems: [] });
});

test('a configuration that is damaged, relative or of another kind names nothing', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  for (const text of ['{', '{"data-root": "relative"}', '{"data-root": 7}', '[]', '']) {
    host.write({ 'etc/daemon.json': text });
    t.deepEqual(
      host.listed(await locateRoots(host.sources(), null, 'thorough')),
      ['default var/lib/docker'],
      text,
    );
  }
});

test('roots that this user may not read are listed as that, with the reason', (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  host.dataRoot('srv/configured');
  host.dataRoot('srv/remapped/1.1');
  host.write({ 'etc/daemon.json': JSON.stringify({ 'data-root': host.at('srv/configured') }) });
  host.containerdRoot('var/lib/containerd', { moby: [] });
  chmodSync(host.directory, 0o755);
  const closed = ['var/lib/docker', 'srv/configured', 'srv/remapped', 'var/lib/containerd'];
  for (const path of closed) chmodSync(host.at(path), 0o311);
  const module = new URL('../../../src/collectors/host/locate-roots.js', import.meta.url);
  const places = { ...host.places, uid: 65_534, home: '/nonexistent' };
  const body = `
    const places = { ...JSON.parse(options[0]), daemons: async () => [] };
    const engine = { facts: { dataRoot: options[1], containerdAddress: null, daemonPid: null } };
    const { roots, problems } = await api.locateRoots({ engine: null, engineIsLocal: true, dataRoot: null, places }, engine, 'thorough');
    return [roots.map(({ state, place }) => [state, place.path]), problems.map(({ code, path }) => [code, path])];`;
  const engineRoot = host.at('srv/remapped/1.1');
  chmodSync(engineRoot, 0o311);
  const answer = runUnprivileged(t, module, body, JSON.stringify(places), engineRoot);
  for (const path of [...closed, 'srv/remapped/1.1']) chmodSync(host.at(path), 0o755);
  if (answer === undefined) return;
  const paths = [engineRoot, host.at('srv/configured'), host.at('var/lib/docker')];
  t.deepEqual(answer, [
    paths.map((path) => ['denied', path]),
    paths.map((path) => ['permission-denied', path]),
  ]);
});
