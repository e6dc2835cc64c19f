import test from 'ava';
import * as fc from 'fast-check';
import {
  blobNode,
  isExpired,
  ReferenceGraph,
  rootNodes,
  snapshotNode,
} from '../../../src/analyzers/store/reference-graph.js';
import type { ContainerdNamespace } from '../../../src/model/containerd.js';
import { ContainerdHost, SNAPSHOTTER } from './containerd-host.js';

function namespaceOf(host: ContainerdHost): ContainerdNamespace {
  const [namespace] = host.store().namespaces;
  if (namespace === undefined) throw new Error('the builder makes one namespace');
  return namespace;
}

const key = fc.integer({ min: 0, max: 7 }).map(String);

test('what is reached is the roots and, again and again, what it refers to', (t) => {
  const edges = fc.array(fc.tuple(key, key), { maxLength: 20 });
  fc.assert(
    fc.property(edges, fc.array(key, { maxLength: 3 }), (pairs, roots) => {
      const host = new ContainerdHost();
      const targets = new Map<string, string[]>();
      for (const [from, to] of pairs) targets.set(from, [...(targets.get(from) ?? []), to]);
      for (const [from, to] of targets) {
        host.blob(
          from,
          1,
          Object.fromEntries(to.map((name, n) => [`containerd.io/gc.ref.content.${n}`, digest(name)])),
        );
      }
      const expected = new Set(roots.filter((root) => targets.has(root)));
      for (let size = -1; size !== expected.size;) {
        size = expected.size;
        for (const from of expected)
          for (const to of targets.get(from) ?? []) if (targets.has(to)) expected.add(to);
      }
      const reached = new ReferenceGraph(namespaceOf(host)).reach(
        roots.map((root) => blobNode(digest(root))),
      );
      t.deepEqual([...reached].sort(), [...expected].map((name) => blobNode(digest(name))).sort());
    }),
  );
});

function digest(name: string): string {
  return new ContainerdHost().blob(name, 1);
}

test('a configuration keeps the snapshots of its layers, and a snapshot those below it', (t) => {
  const host = new ContainerdHost();
  const { manifest, config, chain } = host.platform('app', ['base', 'top']);
  const reached = new ReferenceGraph(namespaceOf(host)).reach([blobNode(manifest)]);
  for (const layer of chain) t.true(reached.has(snapshotNode(SNAPSHOTTER, layer)));
  t.true(reached.has(blobNode(config)));
  t.is(reached.size, 2 + 2 + 2);
});

test('a flat lease keeps what it names and nothing that this refers to', (t) => {
  const host = new ContainerdHost();
  const { manifest } = host.platform('app', ['base']);
  const content = [manifest, digest('gone')];
  host.lease('deep', { content }).lease('flat', { content, labels: { 'containerd.io/gc.flat': '' } });
  const namespace = namespaceOf(host);
  const graph = new ReferenceGraph(namespace);
  const [deep, flat] = namespace.leases.map((lease) => graph.reachOfLease(lease).size);
  t.is(deep, 4);
  t.is(flat, 1);
});

test('a root label keeps a blob for ever, and one with an end until then', (t) => {
  const host = new ContainerdHost();
  const root = host.blob('root', 1, { 'containerd.io/gc.root': '' });
  const until = host.blob('until', 1, { 'containerd.io/gc.expire': '2024-05-03T10:00:00Z' });
  host.blob('plain', 1);
  const nodes = (time: string): string[] => rootNodes(namespaceOf(host), Date.parse(time));
  t.deepEqual(nodes('2024-05-03T09:59:59Z'), [blobNode(root), blobNode(until)]);
  t.deepEqual(nodes('2024-05-03T10:00:00Z'), [blobNode(root)]);
});

test('a lease without an end never expires', (t) => {
  const host = new ContainerdHost().lease('ever').lease('until', { expiresAt: '2024-05-03T10:00:00Z' });
  const at = (time: string): boolean[] => host.leases.map((lease) => isExpired(lease, Date.parse(time)));
  t.deepEqual(at('2024-05-03T09:59:59Z'), [false, false]);
  t.deepEqual(at('2024-05-03T10:00:00Z'), [false, true]);
});
