import test from 'ava';
import { chainIds } from '../../../src/model/digest.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { anEngine, digestOf, hex64 } from '../records.js';
import { ask, askOne, namesOf } from './ask.js';

const LAYERS = ['base', 'app'];
const [BASE = '', APP = ''] = chainIds(LAYERS.map(digestOf));

/** Two images on one base, a container of the upper one with a log, a volume it mounts. */
function harbour() {
  const host = new HostBuilder();
  const base = host.image('base', ['base'], {}, 40_960);
  const app = host.image('app', LAYERS, { references: ['shop/app:latest', 'shop/app:1'] }, 81_920);
  const mounts = [
    {
      type: 'volume' as const,
      source: null,
      destination: '/data',
      volumeName: 'orders',
      volumeDriver: 'local',
      readOnly: false,
    },
  ];
  const web = host.container(
    'web',
    app,
    { status: 'running', mounts },
    { writable: 61_440, logs: { 'ID-json.log': 8192 } },
  );
  host.volume('orders', 409_600);
  return { host, base, app, web };
}

const OVERHEAD = 8192;
/** Container directory, its configuration, the mount record; writable layer, init layer, log. */
const WEB_BYTES = 4096 + 4096 + 16_384 + 61_440 + 12_288 + 8192;

test('a path deep in a layer names the layer, its holders, and all that has to go for it to go', (t) => {
  const { host, base, app, web } = harbour();
  const directory = `${ROOT}/overlay2/${hex64(`directory ${BASE}`)}`;
  const answer = askOne(host.inventory(), `${directory}/diff/usr/lib/x.so`, {
    type: 'file',
    allocatedBytes: 512,
    apparentBytes: 7,
  });
  t.like(answer, {
    kind: 'layer',
    id: BASE,
    path: directory,
    category: 'image-layers',
    allocatedBytes: 40_960,
  });
  t.like(answer.file, { type: 'file', allocatedBytes: 512, apparentBytes: 7, part: 'its directory' });
  t.deepEqual(namesOf(answer.holders), [`container ${web.id}`, `image ${app.id}`, `image ${base.id}`].sort());
  t.deepEqual(namesOf(answer.toFree.objects), namesOf(answer.holders));
  const images = 2 * 4096;
  t.is(answer.toFree.freedBytes, WEB_BYTES + images + 40_960 + 81_920 + 2 * OVERHEAD);
  t.regex(answer.toFree.note ?? '', /1 container runs/);
});

test('a layer is found by each of its ids, its directory and its short link', (t) => {
  const { host } = harbour();
  const cacheId = hex64(`directory ${APP}`);
  const link = host.links.get(cacheId) ?? '';
  const keys = [
    APP,
    APP.slice('sha256:'.length),
    APP.slice(0, 20),
    digestOf('app'),
    cacheId,
    cacheId.slice(0, 4),
    link,
    `l/${link}`,
  ];
  for (const key of keys) t.is(askOne(host.inventory(), key).id, APP, key);
  const answer = askOne(host.inventory(), `${ROOT}/overlay2/l/${link}`);
  t.like(answer, { kind: 'layer', id: APP, category: 'image-metadata' });
  t.is(answer.file?.part, 'its short link');
});

test('a log, a file of the configuration, writable and init layer belong to the container, each in its category', (t) => {
  const { host, web } = harbour();
  const mount = hex64(`mount ${web.id}`);
  for (const [path, category] of [
    [`containers/${web.id}/${web.id}-json.log`, 'container-logs'],
    [`containers/${web.id}/hostname`, 'container-metadata'],
    [`overlay2/${mount}/diff/tmp/x`, 'writable-layers'],
    [`overlay2/${mount}-init/diff`, 'writable-layers'],
    [`image/overlay2/layerdb/mounts/${web.id}`, 'container-metadata'],
  ] as const) {
    const answer = askOne(host.inventory(), `${ROOT}/${path}`);
    t.like(answer, { kind: 'container', id: web.id, category, allocatedBytes: WEB_BYTES }, path);
    t.is(answer.toFree.freedBytes, WEB_BYTES);
  }
  for (const key of [web.id, web.id.slice(0, 12), 'web', '/web', mount, `${mount}-init`]) {
    t.is(askOne(host.inventory(), key).id, web.id, key);
  }
});

test('a volume goes with the containers that mount it, whatever their state', (t) => {
  const { host, web } = harbour();
  const answer = askOne(host.inventory(), `${ROOT}/volumes/orders/_data/table`);
  t.like(answer, { kind: 'volume', id: 'orders', category: 'volumes' });
  t.deepEqual(namesOf(answer.holders), [`container ${web.id}`]);
  t.deepEqual(namesOf(answer.toFree.objects), [`container ${web.id}`, 'volume orders']);
  t.is(answer.toFree.freedBytes, WEB_BYTES + 409_600);
});

test('an image goes after its children and containers; what other images hold stays', (t) => {
  const { host, app, base, web } = harbour();
  const child = host.image('child', [...LAYERS, 'more'], { parentId: app.id }, 20_480);
  const inventory = host.inventory();
  const answer = askOne(inventory, 'shop/app:1');
  t.is(answer.id, app.id);
  t.deepEqual(
    answer.toFree.objects.map(({ id }) => id),
    [web.id, child.id, app.id],
  );
  t.is(answer.toFree.freedBytes, WEB_BYTES + 2 * 4096 + 81_920 + 20_480 + 2 * OVERHEAD);
  t.is(askOne(inventory, 'shop/app').id, app.id, 'without the default tag');
  t.is(askOne(inventory, base.id.slice('sha256:'.length, 20)).id, base.id);
});

test('a build cache record goes with what stands on it; its data stays with an image that has it', (t) => {
  const { host } = harbour();
  const below = host.cacheDirectory('source', 30_720);
  const above = host.cacheLayer('step', APP, { parents: [below.id], inUse: true });
  const answer = askOne(host.inventory(), below.id);
  t.deepEqual(
    answer.toFree.objects.map(({ id }) => id),
    [above.id, below.id],
  );
  // Its directory; the short link takes nothing.
  t.is(answer.toFree.freedBytes, 30_720);
  t.regex(answer.toFree.note ?? '', /a build is using/);
  const layer = askOne(host.inventory(), APP);
  t.true(namesOf(layer.holders).includes(`build-cache ${above.id}`));
  t.true(namesOf(layer.toFree.objects).includes(`build-cache ${above.id}`));
});

test('a leftover is one under each of its keys, with the evidence and the way to remove it', (t) => {
  const { host } = harbour();
  const orphan = hex64('orphan');
  host.directory(orphan, 12_288);
  const chain = host.chain(['nobody'], 16_384);
  const half = host.halfRemoved('gone', 20_480);
  const inventory = host.inventory();
  for (const [key, kind] of [
    [orphan, 'orphaned-layer-directory'],
    [`${ROOT}/overlay2/${orphan}/diff/a`, 'orphaned-layer-directory'],
    [chain, 'unreferenced-layer'],
    [hex64(`directory ${chain}`).slice(0, 12), 'unreferenced-layer'],
    [`${ROOT}/${half}/diff`, 'half-removed-layer'],
  ] as const) {
    const answer = askOne(inventory, key);
    t.like(answer, { kind: 'leftover', name: kind, category: 'leftovers', holders: [] }, key);
    t.is(answer.toFree.freedBytes, answer.allocatedBytes);
    t.not(answer.evidence, null);
    t.not(answer.toFree.note, null);
  }
});

test('the engine’s own state is freed by nothing, and what no rule explains is said to be unaccounted', (t) => {
  const host = new HostBuilder().group('network').group('odd');
  const state = askOne(host.inventory(), `${ROOT}/network/files/local-kv.db`);
  t.like(state, { kind: 'area', category: 'engine-state' });
  t.like(state.toFree, { objects: [], freedBytes: null });
  t.regex(state.toFree.note ?? '', /nothing can free it/);
  const odd = askOne(host.inventory(), `${ROOT}/odd/file`);
  t.like(odd, { kind: 'area', category: null, allocatedBytes: 4096 });
  t.regex(odd.toFree.note ?? '', /unaccounted/);
  const mixed = askOne(harbour().host.inventory(), `${ROOT}/overlay2`);
  t.like(mixed, { kind: 'area', category: null });
  t.regex(mixed.description, /image-layers.*writable-layers/);
});

test('a key of several things has an answer for each; a full name beats the beginning of another', (t) => {
  const { host, web } = harbour();
  host.volume('web', 4096);
  host.volume('orders-old', 4096);
  const { answers } = ask(host.inventory(), ['web']);
  t.deepEqual(namesOf(answers), [`container ${web.id}`, 'volume web']);
  t.is(askOne(host.inventory(), 'orders').id, 'orders');
  const { answers: none, misses } = ask(host.inventory(), ['orde']);
  t.deepEqual(none, []);
  t.deepEqual(namesOf(misses[0]?.candidates ?? []), ['volume orders', 'volume orders-old']);
});

test('a prefix of three characters, an unknown id and a path outside every root have no answer, each with its reason', (t) => {
  const { host } = harbour();
  for (const [key, reason] of [
    ['ord', /at least 4 characters/],
    ['nothing', /no object/],
    ['/srv/x', /below no root \(\/var\/lib\/docker\)/],
    [`${ROOT}x/overlay2`, /below no root/],
    [`${ROOT}/overlay2/gone/diff`, /there is nothing at/],
  ] as const) {
    const { answers, misses } = ask(host.inventory(), [key]);
    t.deepEqual(answers, []);
    t.regex(misses[0]?.reason ?? '', reason, key);
  }
});

test('a file that is gone is still answered where its layer is known, even without a directory', (t) => {
  const { host } = harbour();
  const directory = `overlay2/${hex64(`directory ${BASE}`)}`;
  t.is(askOne(host.inventory(), `${ROOT}/${directory}/diff/x`, 'absent').id, BASE);
  host.groups.delete(directory);
  const answer = askOne(host.inventory(), `${ROOT}/${directory}/diff/x`, 'absent');
  t.like(answer, { kind: 'layer', id: BASE, category: 'image-layers', allocatedBytes: null });
  t.is(answer.file?.type, 'absent');
  t.is(answer.toFree.freedBytes, null);
  t.regex(answer.toFree.note ?? '', /was not measured/);
});

test('nothing is promised where holders may be unknown, and the reason is given', (t) => {
  const { host } = harbour();
  const unread = host.inventory({ records: { buildCacheHoldings: null } });
  t.is(askOne(unread, APP).toFree.freedBytes, null);
  t.regex(askOne(unread, APP).toFree.note ?? '', /BuildKit’s database/);
  t.is(askOne(unread, 'web').toFree.freedBytes, WEB_BYTES);
  const running = host.inventory({ walk: { state: 'running' } });
  t.regex(askOne(running, 'web').toFree.note ?? '', /still running/);
  t.is(askOne(running, 'web').toFree.freedBytes, null);
});

test('what lies on a mount inside a root is told apart from the object’s own space', (t) => {
  const { host, web } = harbour();
  const merged = `overlay2/${hex64(`mount ${web.id}`)}/merged`;
  const inventory = host.inventory({ root: { mountPoints: [merged] } });
  const answer = askOne(inventory, `${ROOT}/${merged}/etc`);
  t.is(answer.id, web.id);
  t.is(answer.file?.mountPoint, `${ROOT}/${merged}`);
  t.is(askOne(inventory, `${ROOT}/${merged}x`).file?.mountPoint, null);
});

test('what only the engine told of is answered without figures', (t) => {
  const host = new HostBuilder();
  const image = host.image('far', ['far']);
  const container = host.container('remote', image);
  const engine = anEngine({ dataRoot: '/elsewhere' }, { containers: [container], images: [image] });
  const inventory = { ...host.inventory({ engine }), roots: [] };
  t.like(askOne(inventory, 'remote'), { kind: 'container', allocatedBytes: null, root: null });
  t.is(askOne(inventory, 'remote').toFree.freedBytes, null);
  t.is(askOne(inventory, image.id).toFree.freedBytes, null);
});

test('the same image in another root has containers of its own', (t) => {
  const { host, app, web } = harbour();
  const other = new HostBuilder();
  other.image('app', LAYERS, { references: ['shop/app:1'] });
  const [first, second] = [host.inventory(), other.inventory({ root: { path: '/srv/docker' } })];
  const { answers } = ask({ ...first, roots: [...first.roots, ...second.roots] }, [app.id]);
  t.deepEqual(
    answers.map(({ root, holders }) => [root, ...namesOf(holders)]),
    [[ROOT, `container ${web.id}`], ['/srv/docker']],
  );
});

test('records that claim a directory inside another one’s do not free it twice', (t) => {
  const host = new HostBuilder();
  const outer = host.cacheDirectory('outer', 40_960);
  const inner = `${outer.cacheId ?? ''}/inner`;
  host.group(`overlay2/${inner}`, { allocatedBytes: 8192 });
  host.cacheRecord('inner', { cacheId: inner, parents: [outer.id] });
  const answer = askOne(host.inventory(), outer.id);
  t.is(answer.toFree.objects.length, 2);
  t.is(answer.toFree.freedBytes, 40_960 + 8192);
});

test('a record of a layer that is gone is still counted where it would be', (t) => {
  const host = new HostBuilder();
  const chain = host.chain(['cached']);
  host.cacheLayer('step', chain);
  const record = `image/overlay2/layerdb/sha256/${chain.slice('sha256:'.length)}`;
  host.groups.delete(record);
  const answer = askOne(host.inventory(), `${ROOT}/${record}/size`, 'absent');
  t.like(answer, { kind: 'layer', id: chain, category: 'build-cache' });
});

test('a volume directory that the engine does not know is a volume and a leftover, its bytes counted as volumes', (t) => {
  const host = new HostBuilder();
  host.volume('lost', 12_288, { recorded: false });
  const { answers } = ask(host.inventory(), ['lost']);
  t.deepEqual(answers.map(({ kind, category }) => [kind, category]).sort(), [
    ['leftover', 'volumes'],
    ['volume', 'volumes'],
  ]);
  const leftover = answers.find(({ kind }) => kind === 'leftover');
  t.like(leftover, {
    name: 'orphaned-volume-directory',
    allocatedBytes: 12_288,
    path: `${ROOT}/volumes/lost`,
  });
  t.is(leftover?.toFree.freedBytes, 12_288);
  const kinds = ask(host.inventory(), [`${ROOT}/volumes/lost`]).answers.map(({ kind }) => kind);
  t.deepEqual(kinds, ['volume', 'leftover']);
});
