import test from 'ava';
import { isDockers, sharesContainers } from '../../../src/collectors/host/containerd-claim.js';

function namespace(name: string, ids: { leases?: readonly string[]; containers?: readonly string[] } = {}) {
  const { leases = [], containers = [] } = ids;
  return { name, leases: leases.map((id) => ({ id })), containers: containers.map((id) => ({ id })) };
}

test('a containerd is Docker’s when one of its namespaces is', (t) => {
  t.true(isDockers([namespace('k8s.io'), namespace('moby')]));
  t.true(isDockers([namespace('plugins.moby')]));
  t.true(isDockers([namespace('moby_history')]));
  t.false(isDockers([namespace('k8s.io'), namespace('default'), namespace('mobys')]));
  t.false(isDockers([]));
});

test('it belongs to a data root when a lease or a container of Docker’s has the id of one of its containers', (t) => {
  t.true(sharesContainers([namespace('moby', { leases: ['x', 'a'] })], ['a', 'b']));
  t.true(sharesContainers([namespace('moby', { containers: ['b'] })], ['a', 'b']));
  t.false(sharesContainers([namespace('moby', { leases: ['x'] })], ['a', 'b']));
  t.false(sharesContainers([namespace('moby', { leases: ['x'] })], []));
  t.false(sharesContainers([namespace('k8s.io', { leases: ['a'] })], ['a']));
});
