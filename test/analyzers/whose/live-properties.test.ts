import { isIP } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import * as fc from 'fast-check';
import { whoseAnswersSchema } from '../../../src/report/schema/whose.js';
import type { WhoseAnswer } from '../../../src/report/types.js';
import { arbitraryLive } from './arbitrary-live.js';
import { askLive } from './live-harbour.js';

type Live = typeof arbitraryLive extends fc.Arbitrary<infer T> ? T : never;

/** What an answer to a key must be; the ids of containers that must be among its holders. */
interface Wanted {
  readonly key: string;
  readonly kind: WhoseAnswer['kind'];
  readonly id?: string;
  readonly holder?: string | null;
}

function everything({ inventory, report }: Live): Wanted[] {
  const table = inventory.processes?.processes ?? [];
  const records = table.flatMap(({ pid, namespaces, cgroups }): Wanted[] => [
    { key: `pid:${pid}`, kind: 'process', id: String(pid) },
    ...Object.entries(namespaces ?? {}).map(([kind, inode]): Wanted => {
      return { key: `ns:${inode}`, kind: 'namespace', id: `${kind}:[${inode}]` };
    }),
    ...[cgroups?.unified ?? null, ...(cgroups?.legacy.values() ?? [])].flatMap((path): Wanted[] =>
      path === null || path === '/'
        ? []
        : [{ key: `/sys/fs/cgroup${path}`, kind: 'control-group', id: path }],
    ),
  ]);
  const processes = report.processes.map(({ hostPid, watches, containerId }): Wanted => {
    return {
      key: `/proc/${hostPid}/x`,
      kind: 'process',
      id: String(hostPid),
      holder: watches ?? containerId,
    };
  });
  const ports = report.containers.flatMap(({ id, ports: own }) =>
    own.map(({ hostPort, containerPort, protocol }): Wanted => {
      if (hostPort !== null) return { key: `port:${hostPort}/${protocol}`, kind: 'port', holder: id };
      return { key: `:${containerPort}/${protocol}`, kind: 'port' };
    }),
  );
  const sockets = (inventory.hostNetwork?.listening ?? []).map(({ port, protocol }): Wanted => {
    return { key: `${port}/${protocol}`, kind: 'port' };
  });
  const endpoints = report.networks.flatMap((network) =>
    network.endpoints.flatMap(({ ipv4Address, ipv6Address, containerId, hostInterface }): Wanted[] => [
      ...[ipv4Address, ipv6Address].flatMap((address): Wanted[] =>
        address === null || isIP(address) === 0
          ? []
          : [{ key: address, kind: 'address', holder: containerId }],
      ),
      ...(hostInterface === null
        ? []
        : [{ key: hostInterface, kind: 'interface' as const, id: hostInterface, holder: containerId }]),
    ]),
  );
  const interfaces = (inventory.hostNetwork?.interfaces ?? []).map(({ name }): Wanted => {
    return { key: name, kind: 'interface', id: name };
  });
  return [...records, ...processes, ...ports, ...sockets, ...endpoints, ...interfaces];
}

function check(t: ExecutionContext, live: Live): void {
  const wanted = everything(live);
  const { answers } = askLive([...new Set(wanted.map(({ key }) => key))], live);
  for (const { key, kind, id, holder } of wanted) {
    const found = answers.filter(
      (answer) => answer.key === key && answer.kind === kind && (id === undefined || answer.id === id),
    );
    t.true(found.length > 0, `${key}: ${kind} ${id ?? ''}`);
    if (holder == null) continue;
    t.true(
      found.some(({ holders }) => holders.some((one) => one.kind === 'container' && one.id === holder)),
      `${key} held by ${holder}`,
    );
  }
}

test('every process, port, address, interface, control group and namespace is found by its key, with its container', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(arbitraryLive, (live) => check(t, live)),
    { numRuns: 200 },
  );
});

const PARTS =
  'pid: port: ns: net:[ ] container: web : / /proc/ /ns/ net 7 60 0 /sys/fs/cgroup /docker /tcp 172.18.0. [::1] veth snapshot: network: %eth0 02:42'.split(
    ' ',
  );

/** Keys of every form, and what only looks like one. */
const key = fc.oneof(
  fc.string(),
  fc.nat({ max: 80 }).map(String),
  fc.ipV4(),
  fc.ipV6(),
  fc.array(fc.constantFrom(...PARTS), { maxLength: 5 }).map((parts) => parts.join('')),
);

test('any key has answers that follow the schema, or a reason, whatever the host', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(arbitraryLive, fc.uniqueArray(key, { maxLength: 12 }), (live, keys) => {
      const { answers, misses } = askLive(keys, live);
      const parsed = whoseAnswersSchema.safeParse(answers);
      t.true(parsed.success, parsed.error?.message);
      const told = new Set([...answers, ...misses].map((one) => one.key));
      t.deepEqual([...told].sort(), [...keys].sort());
      for (const { allocatedBytes, toFree, facts } of answers.filter(({ kind }) => kind === 'process')) {
        t.deepEqual([allocatedBytes, toFree.freedBytes, toFree.objects], [null, null, []]);
        t.true(facts.every(({ label }) => label.length <= 9));
      }
    }),
    { numRuns: 200 },
  );
});
