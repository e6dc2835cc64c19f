import test from 'ava';
import { volumeDirectory } from '../../../src/model/data-root-layout.js';
import type { ContainerRecord } from '../../../src/model/container.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { anEngine, digestOf, hex64, OLD_MS, TAKEN_AT } from '../records.js';
import { hostOfRoots, rootOfStores } from '../several-roots.js';
import { SECOND_ROOT, mountOf } from '../switched-host.js';
import { advise, ANY_AGE } from './advise.js';

const ANONYMOUS = hex64('an anonymous volume');

test('what was seen of a record is what the engine says, and of a cache mount its content', (t) => {
  const host = new HostBuilder();
  const used = { lastUsedAt: '2026-01-02T00:00:00Z', usageCount: 2 };
  host.cacheDirectory('told', 8192, { ...used, engineSizeBytes: 5000 });
  host.cacheDirectory('mount', 12_288, { ...used, type: 'exec.cachemount', engineSizeBytes: 5000 });
  // The first look at its size counts as a use.
  host.cacheDirectory('unsized', 4096, { ...used, engineSizeBytes: null });
  const offline = advise(host.inventory());
  t.like(offline.candidate('build-cache', 'told').seen, { ...used, allocatedBytes: null });
  t.like(offline.candidate('build-cache', 'unsized').seen, { lastUsedAt: null, usageCount: null });
  t.like(offline.candidate('build-cache', 'mount').seen, {
    lastUsedAt: null,
    usageCount: null,
    allocatedBytes: 12_288,
  });
  const buildCache = host.cache.map((record) => ({ ...record, usageCount: 7, engineSizeBytes: 5000 }));
  const told = advise(host.inventory({ engine: anEngine({}, { buildCache }) }));
  t.like(told.candidate('build-cache', 'told').seen, { usageCount: 7 });
  t.like(told.candidate('build-cache', 'unsized').seen, { usageCount: 7 });
});

test('a volume with nothing but its directories is empty, and one with more is not', (t) => {
  const host = new HostBuilder();
  host.volume('empty', 8192);
  host.volume('full', 12_288);
  host.group(volumeDirectory('empty'), { inodes: 2 }).group(volumeDirectory('full'), { inodes: 3 });
  const advised = advise(host.inventory());
  t.like(advised.candidate('volume', 'empty'), {
    risk: 'safe',
    evidence: 'a named volume, empty; no container uses it',
  });
  t.like(advised.candidate('volume', 'full'), {
    risk: 'data loss',
    evidence: 'a named volume; no container uses it',
  });
});

test('a volume that could not be read, or was not walked to the end, is not called empty', (t) => {
  const host = new HostBuilder();
  host.volume(ANONYMOUS, 8192);
  host.group(volumeDirectory(ANONYMOUS), { inodes: 2 });
  t.is(advise(host.inventory()).findings('anonymous-volumes')[0]?.preselected, true);
  for (const state of ['running', 'cancelled'] as const) {
    t.is(advise(host.inventory({ walk: { state } })).candidate('volume', ANONYMOUS).risk, 'data loss');
  }
  host.group(volumeDirectory(ANONYMOUS), { inodes: 2, unreadable: 1 });
  t.is(advise(host.inventory()).candidate('volume', ANONYMOUS).risk, 'data loss');
  t.is(advise(host.inventory()).findings('anonymous-volumes')[0]?.preselected, false);
});

test('a volume whose content is elsewhere is not called empty', (t) => {
  const host = new HostBuilder();
  host.volume('shared', 8192, { options: { type: 'nfs', device: ':/export' } });
  host.volume('cloud', 8192, { driver: 'rexray' });
  for (const name of ['shared', 'cloud']) {
    host.group(volumeDirectory(name), { inodes: 2 });
    t.is(advise(host.inventory()).candidate('volume', name).risk, 'data loss');
  }
});

test('a writable layer that could not be read, or was not walked to the end, is not called unwritten', (t) => {
  const host = new HostBuilder();
  const { id } = host.container('web', null, { startedAt: TAKEN_AT });
  const layer = `overlay2/${hex64(`mount ${id}`)}`;
  host.group(layer, { inodes: 6 });
  t.is(advise(host.inventory()).candidate('container', 'web').risk, 'safe');
  t.is(
    advise(host.inventory({ walk: { state: 'running' } })).candidate('container', 'web').risk,
    'data loss',
  );
  host.group(layer, { inodes: 6, unreadable: 1 });
  t.is(advise(host.inventory()).candidate('container', 'web').risk, 'data loss');
});

test('a container is safe to remove when nothing was written by it, and not when something was', (t) => {
  const host = new HostBuilder();
  const startedAt = '2026-05-01T00:00:00Z';
  host.container('new', null, { status: 'created' });
  host.container('quiet', null, { startedAt });
  host.container('talker', null, { startedAt }, { logs: { 'ID-json.log': 4096 } });
  host.container('writer', null, { startedAt, exitCode: 137 });
  for (const { name, id } of host.containers)
    host.group(`overlay2/${hex64(`mount ${id}`)}`, { inodes: name === 'writer' ? 7 : 6 });
  const advised = advise(host.inventory());
  t.like(advised.candidate('container', 'new'), { risk: 'safe', evidence: 'was never started' });
  t.like(advised.candidate('container', 'quiet'), { risk: 'safe' });
  t.like(advised.candidate('container', 'talker'), { risk: 'rebuildable' });
  t.like(advised.candidate('container', 'writer'), {
    risk: 'data loss',
    evidence: 'exited with 137; what was written into its writable layer goes with it',
  });
});

test('where the log was not measured a container is not called safe', (t) => {
  const container: Partial<ContainerRecord> = { startedAt: '2026-05-01T00:00:00Z', engineSizeRwBytes: 0 };
  const host = new HostBuilder();
  host.container('web', null, container);
  const remote = { ...host.inventory({ engine: anEngine({}, { containers: host.containers }) }), roots: [] };
  t.is(advise(remote).candidate('container', 'web').risk, 'rebuildable');
});

test('a container that was only made for its volumes is not called safe', (t) => {
  const host = new HostBuilder();
  host.volume(ANONYMOUS, 40_960);
  host.container('data', null, { status: 'created', mounts: [mountOf(ANONYMOUS)] });
  host.container('other', null, { status: 'created', mounts: [mountOf('named')] });
  const advised = advise(host.inventory());
  t.like(advised.candidate('container', 'data'), {
    risk: 'data loss',
    evidence: 'was never started; others may take their volumes from it (--volumes-from)',
  });
  t.is(advised.candidate('container', 'other').risk, 'safe');
});

test('the last use of an image is that of its documents, its tags and its containers, whichever is latest', (t) => {
  const host = new HostBuilder();
  const image = host.image('app', ['base'], { taggedAt: '2026-01-05T00:00:00Z' });
  const config = `image/overlay2/imagedb/content/sha256/${image.id.slice('sha256:'.length)}`;
  t.like(advise(host.inventory()).candidate('image', 'app:latest'), {
    lastUse: 'it was stored here',
    lastUsedAt: new Date(OLD_MS).toISOString(),
  });
  host.group(config, { newestMs: 1 });
  t.like(advise(host.inventory()).candidate('image', 'app:latest'), {
    lastUse: 'a tag was set',
    lastUsedAt: '2026-01-05T00:00:00.000Z',
  });
  host.container('web', image, { startedAt: '2026-05-30T00:00:00Z', finishedAt: '2026-05-31T00:00:00Z' });
  t.like(advise(host.inventory()).candidate('image', 'app:latest'), {
    lastUse: 'a container of it, web, ended',
    lastUsedAt: '2026-05-31T00:00:00.000Z',
    ageMs: Date.parse(TAKEN_AT) - Date.parse('2026-05-31T00:00:00Z'),
  });
});

test('times from the future count as just used, and absurd ones as none', (t) => {
  const host = new HostBuilder();
  host.volume('future', 8192, { createdAt: '2199-01-01T00:00:00Z' });
  host.volume('absurd', 8192, { createdAt: '0001-01-01T00:00:00Z' });
  host.group(volumeDirectory('absurd'), { newestMs: 9e18 });
  const advised = advise(host.inventory());
  t.true((advised.candidate('volume', 'future').ageMs ?? 0) < 0);
  t.like(advised.candidate('volume', 'absurd'), { ageMs: null, lastUsedAt: null });
  t.deepEqual(advised.found('named-volumes'), []);
});

test('the command for an image names every tag, and digests where their repository has no tag', (t) => {
  const host = new HostBuilder();
  const digest = digestOf('manifest');
  const references = ['shop/app:1', 'shop/app:2', `shop/app@${digest}`, `mirror/app@${digest}`];
  host.image('app', ['base'], { references });
  host.image('untagged', ['other'], { references: [`postgres@${digest}`] });
  const { id } = host.image('nameless', ['third'], { references: [] });
  const advised = advise(host.inventory());
  t.deepEqual(advised.candidate('image', 'shop/app:1').commands, [
    `docker image rm --no-prune shop/app:1 shop/app:2 mirror/app@${digest}`,
  ]);
  t.deepEqual(advised.candidate('image', `postgres@${digest}`).commands, [
    `docker image rm --no-prune postgres@${digest}`,
  ]);
  t.deepEqual(advised.candidate('image', id).commands, [`docker image rm --no-prune ${id}`]);
});

const image = (host: HostBuilder, tag: string, createdAt: string): string =>
  host.image(`app-${tag}`, [tag], { references: [`registry.local:5000/app:${tag}`], createdAt }).id;

test('the newest images of a repository are those of its own store', (t) => {
  const [own, other, old] = [new HostBuilder(), new HostBuilder(), new HostBuilder('aufs')];
  image(own, 'a', '2026-01-01T00:00:00Z');
  image(own, 'b', '2026-01-02T00:00:00Z');
  image(other, 'c', '2026-03-01T00:00:00Z');
  image(old, 'd', '2026-04-01T00:00:00Z');
  const roots = [rootOfStores([own, old], { path: ROOT }), rootOfStores([other], { path: SECOND_ROOT })];
  const asked = hostOfRoots(own, roots, anEngine({ storageDriver: 'overlay2' }));
  const policy = { olderThan: ANY_AGE, keepLast: 1 };
  t.deepEqual(advise(asked, policy).found('old-builds'), ['registry.local:5000/app:a']);
  t.deepEqual(advise(asked, { ...policy, protectNewest: 1 }).candidates('image'), [
    'registry.local:5000/app:a',
  ]);
});
