import test from 'ava';
import { volumeDirectory } from '../../../src/model/data-root-layout.js';
import { DEFAULT_POLICY } from '../../../src/model/policy.js';
import type { NetworkEndpointRecord } from '../../../src/model/network.js';
import type { LeftoverReport } from '../../../src/report/types.js';
import type { RuleContext } from '../../../src/analyzers/recommendations/rule.js';
import { leftovers } from '../../../src/analyzers/recommendations/rules/leftovers.js';
import { modelOf } from '../removal/model.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { network } from '../networks/network-host.js';
import { anEngine, digestOf, hex64, OLD_MS, YOUNG_MS } from '../records.js';
import { mountOf } from '../switched-host.js';
import { advise, ANY_AGE } from './advise.js';

const DAY_MS = 86_400_000;
const config = ({ id }: { readonly id: string }): string =>
  `image/overlay2/imagedb/content/sha256/${id.slice('sha256:'.length)}`;
const NOTHING_FOUND: RuleContext = {
  model: modelOf(new HostBuilder().inventory()).model,
  policy: DEFAULT_POLICY,
  candidates: new Map(),
  containersKnown: true,
  images: [],
  containers: [],
  leftovers: [],
};
const TAKEN_MS = YOUNG_MS + 60_000;

test('images without a name are found once they are a day old, and those that others were built on are not', (t) => {
  const host = new HostBuilder();
  const old = host.image('old', ['old'], { references: [] });
  const young = host.image('young', ['young'], { references: [] });
  const middle = host.image('middle', ['middle'], { references: [] });
  host.image('top', ['middle', 'top'], { references: [], parentId: middle.id });
  const used = host.image('used', ['used'], { references: [] });
  host.container('web', used);
  host.image('named', ['named']);
  host.group(config(young), { newestMs: TAKEN_MS - DAY_MS + 1 });
  const top = host.images.find(({ parentId }) => parentId !== null);
  const advised = advise(host.inventory());
  t.deepEqual(advised.found('dangling-images'), [old.id, top?.id].sort());
  const [finding] = advised.findings('dangling-images');
  t.like(finding, {
    risk: 'safe',
    preselected: true,
    removable: true,
    unmeasuredReason: null,
    source: 'disk',
  });
  host.group(config(young), { newestMs: TAKEN_MS - DAY_MS });
  t.true(advise(host.inventory()).found('dangling-images').includes(young.id));
});

test('an image without a name frees the intermediate ones below with the last that stands on them', (t) => {
  const host = new HostBuilder();
  const middle = host.image('middle', ['middle'], { references: [] }, 40_960);
  for (const top of ['one', 'two'])
    host.image(top, ['middle', top], { references: [], parentId: middle.id }, 8192);
  const [finding] = advise(host.inventory()).findings('dangling-images');
  // Each layer has a record of 8192 bytes, each image one of 4096.
  t.deepEqual(
    finding?.objects.map(({ freedBytes }) => freedBytes),
    [20_480, 20_480],
  );
  t.is(finding?.freedBytes, 2 * 20_480 + 40_960 + 8192 + 4096);
});

test('images without a container are found when they were not used for long', (t) => {
  const host = new HostBuilder();
  const used = host.image('used', ['used']);
  host.container('ran', used, { status: 'exited' });
  const pulled = host.image('pulled', ['pulled']);
  host.image('old', ['old']);
  host.image('tagged', ['tagged'], { taggedAt: '2026-05-31T00:00:00Z' });
  host.group(config(pulled), { newestMs: YOUNG_MS });
  const advised = advise(host.inventory());
  t.deepEqual(advised.found('unused-images'), ['old:latest']);
  t.like(advised.findings('unused-images')[0], { risk: 'rebuildable', preselected: true });
  t.deepEqual(advised.findings('unused-images')[0]?.commands, ['docker image rm --no-prune old:latest']);
});

test('what no time is known of counts as used just now', (t) => {
  const host = new HostBuilder();
  const unknown = host.image('unknown', ['layer']);
  host.group(config(unknown), { newestMs: 0 });
  host.volume('unknown', 8192);
  host.group(volumeDirectory('unknown'), { newestMs: 0 });
  host.container('unknown', null, { createdAt: null });
  host.cacheDirectory('unknown', 8192, { inUse: false });
  const { report } = advise(host.inventory());
  t.deepEqual(report.recommendations, []);
  t.is(advise(host.inventory(), { olderThan: ANY_AGE }).report.recommendations.length, 4);
});

test('old builds are all but the newest of each repository, whatever host and port are in its name', (t) => {
  const host = new HostBuilder();
  const build = (name: string, day: number, ...references: string[]): void => {
    host.image(name, [name], { references, createdAt: `2026-02-0${day}T00:00:00Z` });
  };
  build('1', 1, 'registry.local:5000/app:1');
  build('2', 2, 'registry.local:5000/app:2', 'stable:1');
  build('3', 3, 'registry.local:5000/app:3');
  build('4', 4, 'registry.local:5000/app:4');
  build('5', 5, `registry.local:5000/app@${digestOf('5')}`);
  build('6', 6, 'registry.local:5001/app:1');
  const policy = { keepLast: 2 };
  const found = advise(host.inventory(), policy).found('old-builds');
  // The second is one of the newest of another repository.
  t.deepEqual(found, ['registry.local:5000/app:1', 'registry.local:5000/app:3']);
  t.deepEqual(advise(host.inventory()).found('old-builds'), ['registry.local:5000/app:1']);
  t.is(advise(host.inventory(), { keepLast: 0 }).found('old-builds').length, 6);
});

test('old builds that are in use or of this day are left, and count as the newest all the same', (t) => {
  const host = new HostBuilder();
  const build = (tag: string): ReturnType<HostBuilder['image']> =>
    host.image(`app-${tag}`, [tag], { references: [`app:${tag}`], createdAt: `2026-02-0${tag}T00:00:00Z` });
  host.container('web', build('1'));
  host.group(config(build('2')), { newestMs: YOUNG_MS });
  build('3');
  host.container('new', build('4'));
  t.deepEqual(advise(host.inventory(), { keepLast: 1 }).found('old-builds'), ['app:3']);
});

test('images whose layers all stay free next to nothing, and are no old builds or unused images', (t) => {
  const host = new HostBuilder();
  const app = host.image('app', ['base', 'app'], {}, 1 << 20);
  host.container('web', app);
  host.image('base', ['base'], {}, 1 << 20);
  host.image('cached', ['cached'], {}, 1 << 20);
  host.cacheLayer('step', [...host.layers.keys()].at(-1) ?? '', { inUse: false });
  host.image('own', ['base', 'own'], {}, 1 << 20);
  const advised = advise(host.inventory(), { keepLast: 0 });
  t.deepEqual(advised.found('held-images'), ['base:latest', 'cached:latest']);
  t.like(advised.findings('held-images')[0], { preselected: false, freedBytes: 2 * 4096 });
  t.deepEqual(advised.found('unused-images'), ['own:latest']);
  t.deepEqual(advised.found('old-builds'), ['own:latest']);
});

test('images that share layers free them as a set', (t) => {
  const host = new HostBuilder();
  host.image('one', ['base', 'one'], {}, 1 << 20);
  host.image('two', ['base', 'two'], {}, 1 << 20);
  const [finding] = advise(host.inventory()).findings('unused-images');
  const alone = (1 << 20) + 8192 + 4096;
  t.deepEqual(
    finding?.objects.map(({ freedBytes }) => freedBytes),
    [alone, alone],
  );
  t.is(finding?.freedBytes, 2 * alone + (1 << 20) + 8192);
});

test('containers that do not run are found by when they ended, by their risk', (t) => {
  const host = new HostBuilder();
  host.container('old', null, { startedAt: '2026-03-01T00:00:00Z', finishedAt: '2026-05-25T11:00:00Z' });
  host.container('ended', null, { startedAt: '2026-03-01T00:00:00Z', finishedAt: '2026-05-25T13:00:00Z' });
  host.container('runs', null, { status: 'running' });
  host.container('new', null, { status: 'created' });
  for (const { id } of host.containers) host.group(`overlay2/${hex64(`mount ${id}`)}`, { inodes: 9 });
  const advised = advise(host.inventory());
  t.deepEqual(
    advised
      .findings('exited-containers')
      .map(({ risk, preselected, commands }) => ({ risk, preselected, commands })),
    [
      { risk: 'safe', preselected: true, commands: ['docker container rm new'] },
      { risk: 'data loss', preselected: false, commands: ['docker container rm old'] },
    ],
  );
});

test('named volumes are never preselected, and anonymous ones when they are empty', (t) => {
  const host = new HostBuilder();
  const [empty, full, used] = [hex64('empty'), hex64('full'), hex64('used')];
  for (const name of ['data', empty, full, used]) host.volume(name, 8192);
  host.volume('made', 8192, { labels: { 'com.docker.volume.anonymous': '' } });
  for (const { name } of host.volumes) host.group(volumeDirectory(name), { inodes: name === full ? 7 : 2 });
  host.container('web', null, { mounts: [mountOf(used)] });
  const advised = advise(host.inventory());
  t.deepEqual(advised.found('named-volumes'), ['data']);
  t.deepEqual(advised.found('anonymous-volumes'), [empty, full, 'made'].sort());
  t.deepEqual(
    advised
      .findings('anonymous-volumes')
      .map(({ risk, preselected, objects }) => [risk, preselected, objects.length]),
    [
      ['safe', true, 2],
      ['data loss', false, 1],
    ],
  );
  t.false(advised.findings('named-volumes').some(({ preselected }) => preselected));
  host.group(volumeDirectory('data'), { newestMs: YOUNG_MS });
  t.deepEqual(advise(host.inventory()).found('named-volumes'), []);
});

test('build cache is found when no build used it lately and nothing younger stands on it', (t) => {
  const host = new HostBuilder();
  const [old, young] = ['2026-05-01T00:00:00Z', '2026-05-31T00:00:00Z'];
  const base = host.cacheDirectory('base', 8192, { inUse: false, lastUsedAt: old });
  host.cacheDirectory('step', 8192, { inUse: false, lastUsedAt: young, parents: [base.id] });
  const below = host.cacheDirectory('below', 16_384, { inUse: false, lastUsedAt: old });
  host.cacheDirectory('above', 4096, { inUse: false, lastUsedAt: old, parents: [below.id] });
  host.cacheDirectory('busy', 4096, { inUse: true, lastUsedAt: old });
  const advised = advise(host.inventory());
  t.deepEqual(advised.found('build-cache'), ['above', 'below']);
  t.like(advised.findings('build-cache')[0], { freedBytes: 20_480, preselected: true });
  t.deepEqual(
    advised.findings('build-cache')[0]?.objects.map(({ freedBytes }) => freedBytes),
    [4096, 0],
  );
});

test('a record whose data is a layer of an image frees it only together with the image', (t) => {
  const host = new HostBuilder();
  host.image('app', ['app'], {}, 1 << 20);
  host.cacheLayer('step', [...host.layers.keys()][0] ?? '', {
    inUse: false,
    createdAt: '2026-05-01T00:00:00Z',
  });
  const { basis, candidate, findings } = advise(host.inventory());
  t.like(findings('build-cache')[0], { freedBytes: 0, unmeasuredReason: null });
  t.regex(candidate('build-cache', 'step').evidence, /the record alone frees nothing/);
  for (const position of basis.candidates.keys()) basis.arithmetic.mark(position);
  t.is(basis.arithmetic.freed().allocatedBytes, (1 << 20) + 8192 + 4096);
});

test('logs that nothing bounds are emptied with truncate, the largest first', (t) => {
  const host = new HostBuilder();
  const { id } = host.container("o'dd", null, { status: 'running' }, { logs: { 'ID-json.log': 2_000_896 } });
  const large = host.container('large', null, {}, { logs: { 'ID-json.log': 8_192_000 } });
  host.container(
    'bounded',
    null,
    { logOptions: { 'max-size': '10m' } },
    { logs: { 'ID-json.log': 8_192_000 } },
  );
  host.container('small', null, {}, { logs: { 'ID-json.log': 4096 } });
  const [finding] = advise(host.inventory()).findings('unbounded-logs');
  t.like(finding, { risk: 'data loss', preselected: false, removable: false, freedBytes: 10_192_896 });
  t.deepEqual(finding?.commands, [
    `truncate --size=0 ${ROOT}/containers/${large.id}/${large.id}-json.log`,
    `truncate --size=0 ${ROOT}/containers/${id}/${id}-json.log`,
  ]);
  t.deepEqual(
    finding?.objects.map(({ freedBytes }) => freedBytes),
    [8_192_000, 2_000_896],
  );
});

test('leftovers say how they are removed safely, and no command does it', (t) => {
  const host = new HostBuilder();
  host.directory(hex64('lost'), 40_960);
  const [finding] = advise(host.inventory({ root: { heldByEngine: false } })).findings('leftovers');
  t.like(finding, { removable: false, preselected: false, commands: [], unmeasuredReason: null });
  const [one] = finding?.objects ?? [];
  t.regex(finding?.advice ?? '', /orphaned layer directory: .*delete the path\./);
  t.is(one?.lastUsedAt, new Date(OLD_MS).toISOString());
  t.true((finding?.freedBytes ?? 0) >= 40_960);
});

const adviceOn = (found: readonly LeftoverReport[]): ReturnType<typeof leftovers.advise> =>
  leftovers.advise({ ...NOTHING_FOUND, leftovers: found });

test('leftovers that were not measured are not called nothing', (t) => {
  const host = new HostBuilder();
  host.directory(hex64('lost'), 40_960);
  const [known] = advise(host.inventory()).report.leftovers;
  if (known === undefined) throw new Error('there is a leftover');
  const lost = { ...known, allocatedBytes: null, inodes: null, unmeasuredReason: 'nobody looked' };
  t.like(adviceOn([lost]), { freedBytes: null, inodes: null, unmeasuredReason: 'nobody looked' });
  t.like(adviceOn([lost, known]), { freedBytes: known.allocatedBytes, unmeasuredReason: 'nobody looked' });
  // The bytes of these are counted elsewhere.
  t.like(adviceOn([{ ...known, category: null }]), { freedBytes: 0, inodes: 0, unmeasuredReason: null });
  t.is(adviceOn([]), null);
});

function anEndpointOf(containerId: string | null): NetworkEndpointRecord {
  return {
    endpointId: hex64('endpoint'),
    containerId,
    name: null,
    ipv4Address: null,
    ipv6Address: null,
    macAddress: null,
    dnsNames: null,
  };
}

test('networks without a container are found by their age, and take no space', (t) => {
  const networks = [
    network('old', { createdAt: '2026-05-01T00:00:00Z' }),
    network('new', { createdAt: '2026-05-31T00:00:00Z' }),
    network('unknown'),
    network('busy', { createdAt: '2026-05-01T00:00:00Z', endpoints: [anEndpointOf(null)] }),
    network('bridge', { createdAt: '2026-05-01T00:00:00Z' }),
  ];
  const advised = advise(new HostBuilder().inventory({ engine: anEngine({}, { networks }) }));
  t.deepEqual(advised.found('unused-networks'), ['old']);
  t.like(advised.findings('unused-networks')[0], {
    risk: 'safe',
    preselected: true,
    freedBytes: 0,
    source: 'disk',
  });
  t.deepEqual(advised.findings('unused-networks')[0]?.commands, ['docker network rm old']);
});
