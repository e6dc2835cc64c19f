import test from 'ava';
import type { Inventory } from '../../../src/model/inventory.js';
import { HostBuilder } from '../host-builder.js';
import { anEngine } from '../records.js';
import { endpoint, network } from '../networks/network-host.js';
import { someSettings } from '../settings.js';
import { mountOf, switchedHost } from '../switched-host.js';
import { modelOf } from './model.js';

/** Names, or else ids, of what has to go with each object of a kind, by its name. */
function required(inventory: Inventory, name: string): string[] {
  const { objects } = modelOf(inventory).model;
  return objects
    .filter((one) => one.name === name)
    .flatMap(({ requires }) => requires)
    .map((position) => objects[position]?.name ?? objects[position]?.id ?? '')
    .sort();
}

test('an image goes after its containers of any state and the images built on it', (t) => {
  const host = new HostBuilder();
  const base = host.image('base', ['base']);
  host.image('app', ['base', 'app'], { parentId: base.id });
  host.container('ran', base, { status: 'exited' });
  host.container('runs', base, { status: 'running' });
  t.deepEqual(required(host.inventory(), 'base:latest'), ['app:latest', 'ran', 'runs']);
  t.deepEqual(required(host.inventory(), 'app:latest'), []);
});

test('volumes and networks go after the containers that are configured for them', (t) => {
  const host = new HostBuilder();
  const settings = someSettings({}, { endpoints: [endpoint('shop')] });
  host.container('web', null, { settings, mounts: [mountOf('data')] });
  host.volume('data', 8192);
  const engine = anEngine(
    {},
    { networks: [network('shop')], containers: host.containers, volumes: host.volumes },
  );
  t.deepEqual(required(host.inventory({ engine }), 'data'), ['web']);
  t.deepEqual(required(host.inventory({ engine }), 'shop'), ['web']);
});

test('a record of the build cache goes after those that stand on it', (t) => {
  const host = new HostBuilder();
  const parent = host.cacheDirectory('parent', 4096, { inUse: false });
  host.cacheDirectory('child', 4096, { inUse: false, parents: [parent.id] });
  t.deepEqual(required(host.inventory(), 'parent'), ['child']);
});

test('a container goes after those that are in its namespaces', (t) => {
  const host = new HostBuilder();
  const { id } = host.container('vpn', null, { settings: someSettings() });
  host.container('net', null, {
    status: 'running',
    settings: someSettings({ networkMode: `container:${id}` }),
  });
  host.container('pid', null, { settings: someSettings({ pidMode: 'container:vpn' }) });
  host.container('ipc', null, { settings: someSettings({ ipcMode: `container:${id}` }) });
  host.container('own', null, { settings: someSettings({ networkMode: 'bridge', ipcMode: 'container:' }) });
  t.deepEqual(required(host.inventory(), 'vpn'), ['ipc', 'net', 'pid']);
  t.deepEqual(required(host.inventory(), 'own'), []);
});

test('two containers that are in namespaces of each other never go, and nothing breaks', (t) => {
  const host = new HostBuilder();
  host.container('one', null, { settings: someSettings({ networkMode: 'container:two' }) });
  host.container('two', null, { settings: someSettings({ pidMode: 'container:one' }) });
  host.container('self', null, { settings: someSettings({ pidMode: 'container:self' }) });
  const { model } = modelOf(host.inventory());
  for (const position of model.objects.keys()) model.mark(position);
  t.deepEqual(
    model.objects.filter((_one, position) => model.isRemoved(position)).map(({ name }) => name),
    ['self'],
  );
});

test('a volume goes after the containers of hidden stores that mount it', (t) => {
  t.deepEqual(required(switchedHost({ second: false }), 'data'), ['web']);
  t.deepEqual(required(switchedHost({ second: false }), 'both'), ['new', 'web']);
  t.deepEqual(required(switchedHost({ second: false }), 'spare'), []);
});
