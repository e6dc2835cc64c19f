import test from 'ava';
import { configuredPools } from '../../../src/collectors/host/configured-pools.js';
import { locateRoots } from '../../../src/collectors/host/locate-roots.js';
import type { HostSources } from '../../../src/collectors/host/host-sources.js';
import { fakeHost } from './fake-host.js';

async function poolsOf(sources: HostSources) {
  return configuredPools(sources, (await locateRoots(sources, null, 'thorough')).roots);
}

test('the pools of the engine at the usual place are those of daemon.json', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('var/lib/docker');
  t.deepEqual(await poolsOf(host.sources()), [], 'no file sets none');
  const pools = [{ base: '10.210.0.0/22', size: 24 }];
  host.write({ 'etc/daemon.json': JSON.stringify({ 'default-address-pools': pools }) });
  t.deepEqual(await poolsOf(host.sources()), pools);
  host.write({ 'etc/daemon.json': '{' });
  t.is(await poolsOf(host.sources()), null);
});

test('a root that was named may belong to an engine with another configuration', async (t) => {
  const host = fakeHost(t);
  host.dataRoot('srv/rescued');
  t.is(await poolsOf(host.sources({ dataRoot: host.at('srv/rescued') })), null);
  t.is(await configuredPools(host.sources(), []), null);
});
