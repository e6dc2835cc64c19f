import test from 'ava';
import type { NetworkRecord } from '../../../src/model/network.js';
import { volumeDirectory } from '../../../src/model/data-root-layout.js';
import type { RemovableKind } from '../../../src/model/removal.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { anEngine } from '../records.js';
import { network } from '../networks/network-host.js';
import { someSettings } from '../settings.js';
import { modelOf } from './model.js';

/** What stands against an object; `undefined` when there is no such object. */
function obstacleOf(inventory: Inventory, kind: RemovableKind, name: string): string | null | undefined {
  return modelOf(inventory).model.objects.find((one) => one.kind === kind && one.name === name)?.obstacle;
}

test('containers that run, are half removed, or are not listed stay', (t) => {
  const host = new HostBuilder();
  for (const status of [
    'created',
    'exited',
    'running',
    'paused',
    'restarting',
    'removing',
    'dead',
    'unknown',
  ] as const) {
    host.container(status, null, { status });
  }
  const obstacle = (name: string): unknown => obstacleOf(host.inventory(), 'container', name);
  t.is(obstacle('created'), null);
  t.is(obstacle('exited'), null);
  t.is(obstacle('running'), 'it is running');
  t.is(obstacle('paused'), 'it is paused');
  t.is(obstacle('restarting'), 'it is restarting');
  t.is(obstacle('unknown'), 'its state is not known');
  t.regex(String(obstacle('removing')), /did not finish/);
  t.regex(String(obstacle('dead')), /did not finish/);
  const engine = anEngine({}, { containers: [] });
  t.is(obstacleOf(host.inventory({ engine }), 'container', 'exited'), 'the engine does not list it');
});

test('build cache that a build uses stays, and what nobody could say it of', (t) => {
  const host = new HostBuilder();
  host.cacheDirectory('free', 4096, { inUse: false });
  host.cacheDirectory('used', 4096, { inUse: true });
  t.is(obstacleOf(host.inventory(), 'build-cache', 'free'), null);
  t.is(obstacleOf(host.inventory(), 'build-cache', 'used'), 'a build uses it');
});

test('a volume with a mount inside stays: the engine would empty what is mounted', (t) => {
  const host = new HostBuilder();
  host.volume('data', 8192);
  host.volume('data2', 8192);
  host.volume('lost', 8192, { recorded: false });
  const inside = `${volumeDirectory('data')}/_data`;
  t.is(obstacleOf(host.inventory(), 'volume', 'data'), null);
  t.is(obstacleOf(host.inventory(), 'volume', 'lost'), 'the engine has no record of it');
  for (const seen of [{ root: { mountPoints: [inside] } }, { walk: { mountsSkipped: [inside] } }]) {
    t.is(obstacleOf(host.inventory(seen), 'volume', 'data'), `something is mounted on ${ROOT}/${inside}`);
    t.is(obstacleOf(host.inventory(seen), 'volume', 'data2'), null);
  }
});

test('networks of the engine itself and of the swarm stay', (t) => {
  const networks: NetworkRecord[] = [
    network('bridge'),
    network('shop'),
    network('ingress', { ingress: true, scope: 'swarm', driver: 'overlay' }),
    network('backend', { scope: 'swarm', driver: 'overlay' }),
    network('docker_gwbridge'),
  ];
  const inventory = new HostBuilder().inventory({ engine: anEngine({}, { networks }) });
  t.is(obstacleOf(inventory, 'network', 'shop'), null);
  t.is(obstacleOf(inventory, 'network', 'bridge'), 'the engine makes it itself');
  for (const name of ['ingress', 'backend', 'docker_gwbridge']) {
    t.is(obstacleOf(inventory, 'network', name), 'it belongs to the swarm');
  }
});

test('a network stays where a container may be configured for it that could not be read', (t) => {
  const networks = [network('shop')];
  const host = new HostBuilder();
  host.container('web', null, { settings: someSettings() });
  const engine = (): ReturnType<typeof anEngine> => anEngine({}, { networks, containers: host.containers });
  t.is(obstacleOf(host.inventory({ engine: engine() }), 'network', 'shop'), null);
  host.container('unread', null);
  t.regex(
    String(obstacleOf(host.inventory({ engine: engine() }), 'network', 'shop')),
    /settings could be read/,
  );
  const unlisted = { engine: anEngine({}, { networks, containers: null }), root: { denied: true } };
  t.regex(String(obstacleOf(host.inventory(unlisted), 'network', 'shop')), /could not be listed/);
});
