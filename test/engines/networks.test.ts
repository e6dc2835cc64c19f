import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';
import { reportSchema } from '../../src/report/schema/report.js';
import type { NetworkReport, Report } from '../../src/report/types.js';
import { bilge } from './harness/bilge.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { mustRun } from './harness/run.js';
import { imageArchive } from './harness/workload/image-archive.js';
import { busyboxRootfs } from './harness/workload/rootfs.js';
import { buildTar } from './harness/workload/tar.js';

const KINDS = [
  { release: '20.10', base: '10.210.0.0/22' },
  { release: '28', base: '10.211.0.0/22' },
] as const;

/** Subnets of that pool. */
const POOL = 4;

const inspected = z.array(
  z.object({
    Id: z.string(),
    Name: z.string(),
    Containers: z.record(
      z.string(),
      z.object({ EndpointID: z.string(), MacAddress: z.string(), IPv4Address: z.string() }),
    ),
  }),
);

/** Of this engine alone, whatever else the machine has. */
async function report(t: ExecutionContext, engine: PrivateEngine, ...source: string[]): Promise<Report> {
  const args = ['report', '--format', 'json', '--data-root', engine.layout.dataRoot];
  const { code, stdout, stderr } = await bilge([...args, ...source]);
  t.is(code, 0, stderr);
  return reportSchema.parse(JSON.parse(stdout));
}

async function online(t: ExecutionContext, engine: PrivateEngine): Promise<Report> {
  return report(t, engine, '-H', engine.host);
}

async function loadImage(engine: PrivateEngine): Promise<void> {
  const layers = [await buildTar(await busyboxRootfs())];
  const archive = await imageArchive([{ tags: ['app/base:1'], layers, command: ['sh'] }]);
  await engine.docker(['load', '--quiet'], { input: archive });
}

async function start(engine: PrivateEngine, ...args: readonly string[]): Promise<string> {
  const idle = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 3600 & wait; done'];
  return engine.docker(['run', '--detach', ...args, 'app/base:1', ...idle]);
}

/** Name of each interface of the host by its index, and of a container's by the index of its other end. */
async function links(pid: string | null): Promise<Map<number, { name: string; peer: number | null }>> {
  const enter = pid === null ? [] : ['nsenter', '-t', pid, '-n'];
  const [command, ...args] = [...enter, 'ip', '-o', 'link'];
  const lines = (await mustRun(command ?? 'ip', args)).toString().split('\n');
  const found = new Map<number, { name: string; peer: number | null }>();
  for (const line of lines) {
    const [, index, name = '', peer] = /^(\d+): ([^:@]+)(?:@if(\d+))?/.exec(line) ?? [];
    if (index !== undefined)
      found.set(Number(index), { name, peer: peer === undefined ? null : Number(peer) });
  }
  return found;
}

/** A figure that the next engine start would give anew. */
function lasting({ endpoints: _endpoints, hostInterfaceUp: _up, ...network }: NetworkReport): object {
  return network;
}

const configured = ({ containers }: Report) =>
  containers.map(({ id, endpoints }) => [
    id,
    endpoints.map(({ networkName, networkId, aliases }) => ({ networkName, networkId, aliases })),
  ]);

for (const { release, base } of KINDS) {
  test.serial(
    `the networks of ${release} are those that the engine, the kernel and its DNS show`,
    async (t) => {
      const engine = await startPrivateEngine({
        release,
        daemonFlags: ['--userland-proxy=true'],
        daemonConfiguration: { 'default-address-pools': [{ base, size: 24 }] },
      });
      try {
        await loadImage(engine);
        for (let left = POOL; left >= 0; left--) {
          const { addressPools } = (await online(t, engine)).engine ?? {};
          t.is(addressPools?.left, left);
          t.like(addressPools?.pools[0], { base, size: 24, subnets: POOL, used: POOL - left, blocked: 0 });
          const made = engine.docker(['network', 'create', '--label', `n=${left}`, `net${left}`]);
          if (left > 0) await made;
          else await t.throwsAsync(made);
        }
        const table = await bilge(['networks', '--data-root', engine.layout.dataRoot, '-H', engine.host]);
        t.true(table.stdout.includes('address pools: 0 of 4 subnets left'), table.stdout);

        const port = ['--publish', '127.0.0.1::80'];
        await start(
          engine,
          '--name=web',
          '--network=net4',
          '--network-alias=shop',
          '--hostname=front',
          ...port,
        );
        await engine.docker(['network', 'connect', '--alias', 'second', 'net3', 'web']);
        await start(engine, '--name=db', '--network=net4');
        const unnamed = await start(engine, '--network=net4', '--network-alias=nobody');
        await start(engine, '--name=lone', '--network=none');
        await start(engine, '--name=host', '--network=host');
        await start(engine, '--name=guest', '--network=container:web');
        await start(engine, '--name=gone', '--network=net4', '--network-alias=late');
        await engine.docker(['stop', '--time=0', 'gone']);
        const told = await online(t, engine);

        const ids = told.networks.map(({ id }) => id);
        const known = inspected.parse(JSON.parse(await engine.docker(['network', 'inspect', ...ids])));
        t.deepEqual(ids.toSorted(), known.map(({ Id }) => Id).toSorted());
        for (const { Id, Name, Containers } of known) {
          const network = told.networks.find(({ id }) => id === Id);
          const running = (network?.endpoints ?? []).filter((endpoint) => endpoint.running === true);
          t.deepEqual(
            running
              .map(({ containerId, endpointId, macAddress, ipv4Address }) => [
                containerId,
                { endpointId, macAddress, ipv4Address },
              ])
              .toSorted(),
            Object.entries(Containers)
              .map(([id, one]) => [
                id,
                {
                  endpointId: one.EndpointID,
                  macAddress: one.MacAddress || null,
                  ipv4Address: one.IPv4Address.split('/')[0] || null,
                },
              ])
              .toSorted(),
            Name,
          );
        }
        const net4 = told.networks.find(({ name }) => name === 'net4');
        t.like(net4, { used: true, hostInterface: `br-${net4?.id.slice(0, 12)}`, labels: { n: '4' } });
        t.deepEqual(
          net4?.endpoints
            .filter(({ running }) => running === false)
            .map(({ containerName }) => containerName),
          ['gone'],
        );
        t.deepEqual(
          told.networks.filter(({ used }) => !used).map(({ name }) => name),
          ['net1', 'net2'],
        );
        const modes = new Map(told.containers.map(({ name, networkMode }) => [name, networkMode]));
        const web = told.containers.find(({ name }) => name === 'web');
        t.is(modes.get('guest'), `container:${web?.id}`);
        t.deepEqual([modes.get('lone'), modes.get('host'), modes.get('web')], ['none', 'host', 'net4']);

        // The kernel's own view of both ends.
        const outside = await links(null);
        for (const container of told.containers.filter(({ status }) => status === 'running')) {
          const inspect = ['inspect', '--format', '{{.State.Pid}}', container.id];
          const inside = await links(await engine.docker(inspect));
          const ends = [...inside.values()].filter(
            ({ name }) => name !== 'lo' && container.networkMode !== 'host',
          );
          const expected = ends.map(({ name, peer }) => `${name} ${outside.get(peer ?? -1)?.name}`);
          const found = container.endpoints.flatMap(({ containerInterface, hostInterface }) =>
            hostInterface === null ? [] : [`${containerInterface} ${hostInterface}`],
          );
          const shares = container.networkMode?.startsWith('container:') === true;
          t.deepEqual(found.toSorted(), shares ? [] : expected.toSorted(), container.name ?? '');
        }

        const published = web?.ports.find(({ hostPort }) => hostPort !== null);
        t.like(published, { containerPort: 80, protocol: 'tcp', hostAddress: '127.0.0.1', listening: true });
        t.is(published?.listener?.kind, 'proxy');
        t.regex(published?.listener?.command ?? '', /docker-proxy /);

        // Every name answers with its endpoint's address, asked by another container of the network.
        for (const endpoint of net4?.endpoints ?? []) {
          t.is(endpoint.dnsNames?.length === 0, endpoint.running === false);
          for (const name of endpoint.dnsNames ?? []) {
            const answer = await engine.docker(['exec', 'db', 'nslookup', name, '127.0.0.11']);
            t.true(answer.includes(String(endpoint.ipv4Address)), `${name}: ${answer}`);
          }
        }
        const names = (id: string | undefined) =>
          net4?.endpoints.find(({ containerId }) => containerId === id)?.dnsNames?.toSorted();
        t.deepEqual(names(web?.id), ['front', 'shop', 'web', web?.id.slice(0, 12)].toSorted());
        // Up to 24 the engine's own name for a container is not in its DNS.
        const own = told.containers.find(({ id }) => id === unnamed)?.name ?? '';
        t.is(names(unnamed)?.includes(own), release === '28');

        await engine.stop();
        const stopped = await report(t, engine, '--offline');
        t.deepEqual(stopped.networks.map(lasting), told.networks.map(lasting));
        t.deepEqual(configured(stopped), configured(told));
      } finally {
        await engine.cleanup();
      }
    },
  );
}
