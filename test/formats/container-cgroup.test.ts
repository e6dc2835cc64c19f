import test from 'ava';
import * as fc from 'fast-check';
import {
  containerOfCgroupPath,
  containerOfMembership,
  containersOfCgroupPath,
  containersOfMembership,
} from '../../src/formats/container-cgroup.js';

const A = 'a0'.repeat(32);
const B = 'b1'.repeat(32);
const POD = 'c2'.repeat(32);
const STEP = 'w0c7l4iqbmy5zn3v8xkd2e9ru';
const KUBE = '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1234.slice';
const UID = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';

/** Paths of containers, with what made them. */
const CONTAINERS: readonly (readonly [path: string, runtime: string, id?: string])[] = [
  [`/docker/${A}`, 'docker'],
  [`/system.slice/docker-${A}.scope`, 'docker'],
  [`/lab.slice/lab-x.slice/docker-${A}.scope`, 'docker'],
  [`/my-parent/${A}`, 'docker'],
  [`/${A}`, 'docker'],
  [`/../${A}`, 'docker'],
  [`/docker/${A}/init.scope`, 'docker'],
  [`/docker/${A}/system.slice/ssh.service`, 'docker'],
  [`/docker/${A}/libpod_parent/conmon`, 'docker'],
  [`/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${A}.scope`, 'docker'],
  [`/docker/buildkit/${STEP}`, 'buildkit', STEP],
  [`/buildkit/${STEP}`, 'buildkit', STEP],
  [`/system.slice/buildkit-${STEP}.scope`, 'buildkit', STEP],
  [`/libpod_parent/libpod-${A}`, 'podman'],
  [`/libpod_parent/${POD}/libpod-${A}`, 'podman'],
  [`/other/${POD}/libpod-${A}`, 'podman'],
  [`/machine.slice/machine-libpod_pod_${POD}.slice/libpod-${A}.scope/container`, 'podman'],
  [`/machine.slice/libpod-${A}.scope/container`, 'podman'],
  [`/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${A}.scope/container`, 'podman'],
  [`/system.slice/web.service/libpod-payload-${A}`, 'podman'],
  ['/default/c1', 'containerd', 'c1'],
  ['/default/c1/below', 'containerd', 'c1'],
  ['/k8s.io/c2', 'containerd', 'c2'],
  [`/k8s.io/${A}`, 'containerd'],
  [`/moby/${A}`, 'docker'],
  [`/system.slice/nerdctl-${A}.scope`, 'containerd'],
  [`${KUBE}/cri-containerd-${A}.scope`, 'cri-containerd'],
  [`${KUBE}/crio-${A}.scope`, 'cri-o'],
  [`${KUBE}/crio-${A}.scope/container`, 'cri-o'],
  [`${KUBE}/docker-${A}.scope`, 'docker'],
  [`/system.slice/containerd.service/kubepods-burstable-pod1234.slice:cri-containerd:${A}`, 'cri-containerd'],
  [`/kubepods/burstable/pod${UID}/${A}`, 'kubernetes'],
  [`/kubepods/pod${UID}/${A}`, 'kubernetes'],
  [`/kubepods/besteffort/pod${UID}/crio-${A}`, 'cri-o'],
  ['/lxc/web', 'lxc', 'web'],
  ['/lxc.payload/web', 'lxc', 'web'],
  ['/lxc.payload.web-1/init.scope', 'lxc', 'web-1'],
  [String.raw`/machine.slice/machine-my\x2dbox\xc3\xa9.scope`, 'machine', 'my-boxé'],
  ['/machine.slice/systemd-nspawn@box.service/payload/init.scope', 'systemd-nspawn', 'box'],
];

for (const [path, runtime, containerId = A] of CONTAINERS) {
  test(`the container of ${path} is known`, (t) => {
    t.deepEqual(containerOfCgroupPath(path), { containerId, runtime, monitor: false });
    t.is(containersOfCgroupPath(path).length, 1);
  });
}

const MONITORS: readonly (readonly [path: string, runtime: string, id?: string])[] = [
  [`/libpod_parent/libpod-conmon-${A}`, 'podman'],
  [`/machine.slice/libpod-conmon-${A}.scope`, 'podman'],
  [`${KUBE}/crio-conmon-${A}.scope`, 'cri-o'],
  ['/lxc.monitor.web', 'lxc', 'web'],
  ['/lxc.monitor/web', 'lxc', 'web'],
  ['/machine.slice/systemd-nspawn@box.service/supervisor', 'systemd-nspawn', 'box'],
];

for (const [path, runtime, containerId = A] of MONITORS) {
  test(`what is in ${path} watches a container`, (t) => {
    t.deepEqual(containerOfCgroupPath(path), { containerId, runtime, monitor: true });
  });
}

const OF_THE_HOST = [
  '',
  '/',
  '/init.scope',
  '/system.slice/docker.service',
  '/system.slice/containerd.service',
  '/user.slice/user-1000.slice/session-3.scope',
  '/process_api/57047fa61daf76d374cab929b38bd1cb',
  '/libpod_parent/conmon',
  `/libpod_parent/${POD}`,
  `/libpod_parent/${POD}/conmon`,
  `/other/${POD}/conmon`,
  `/machine.slice/machine-libpod_pod_${POD}.slice`,
  String.raw`/machine.slice/machine-qemu\x2d1\x2dguest.scope`,
  '/docker',
  '/docker/buildkit',
  '/default',
  '/default/',
  '/somewhere/default/c1',
  '/lab/c1',
  `/system.slice/docker-${A}.mount`,
  `/system.slice/docker-${A.slice(1)}.scope`,
  `/system.slice/docker-${STEP}.scope`,
  `/other-${A}`,
  `/docker/${A.toUpperCase()}`,
  `/docker/${A}0`,
];

for (const path of OF_THE_HOST) {
  test(`nothing of the host is claimed: ${JSON.stringify(path)}`, (t) => {
    t.is(containerOfCgroupPath(path), null);
  });
}

function ids(path: string): string[] {
  return containersOfCgroupPath(path).map(({ containerId }) => containerId);
}

test('of an engine in a container, the last id is the innermost', (t) => {
  t.deepEqual(ids(`/docker/${A}/docker/${B}`), [A, B]);
  t.deepEqual(ids(`/system.slice/docker-${A}.scope/docker/${B}/init.scope`), [A, B]);
  t.deepEqual(ids(`/docker/${A}/k8s.io/c2`), [A, 'c2']);
  t.deepEqual(ids(`/docker/${A}/kubelet/kubepods/burstable/pod${UID}/${B}`), [A, B]);
  t.deepEqual(ids(`/docker/${A}/libpod_parent/${POD}/libpod-${B}`), [A, B]);
  t.deepEqual(ids(`/docker/${A}/docker/buildkit/${STEP}`), [A, STEP]);
  t.deepEqual(ids(`/lxc.payload.web/docker/${B}`), ['web', B]);
  t.is(containerOfCgroupPath(`/docker/${A}/docker/${B}`)?.containerId, B);
});

test('a monitor in a container belongs to the container around it', (t) => {
  t.deepEqual(containersOfCgroupPath(`/docker/${A}/libpod_parent/libpod-conmon-${B}`), [
    { containerId: A, runtime: 'docker', monitor: false },
    { containerId: B, runtime: 'podman', monitor: true },
  ]);
});

test('version 2 counts before version 1 where both name a container', (t) => {
  const legacy = new Map([['cpu', `/docker/${B}`]]);
  t.is(containerOfMembership({ unified: `/docker/${A}`, legacy })?.containerId, A);
  t.is(containerOfMembership({ unified: '/', legacy })?.containerId, B);
  t.is(containerOfMembership({ unified: null, legacy })?.containerId, B);
});

test('a zombie is in no group of version 1 any more, and still in its container', (t) => {
  const legacy = new Map([
    ['cpu', '/'],
    ['name=systemd', '/'],
  ]);
  t.is(containerOfMembership({ unified: `/docker/${A}`, legacy })?.containerId, A);
  t.is(containerOfMembership({ unified: '/', legacy }), null);
});

test('a hierarchy that leads deeper knows more', (t) => {
  const legacy = new Map([
    ['cpu', '/'],
    ['pids', `/docker/${A}/docker/${B}`],
  ]);
  const membership = { unified: `/docker/${A}`, legacy };
  t.is(containerOfMembership(membership)?.containerId, B);
  t.deepEqual(
    containersOfMembership(membership).map(({ containerId }) => containerId),
    [A, B],
  );
});

test('below any path a container of Docker is found', (t) => {
  const part = fc.string({
    unit: fc.constantFrom('a', '.', '-', ':', 'docker', 'lxc', 'default', 'libpod-'),
  });
  const property = fc.property(fc.array(part), (parts) => {
    const path = `${parts.map((one) => `/${one}`).join('')}/docker/${A}`;
    t.is(containerOfCgroupPath(path)?.containerId, A);
  });
  t.notThrows(() => fc.assert(property));
});

test('arbitrary paths name containers or none, one for each component at most', (t) => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '/',
      ':',
      A,
      STEP,
      'docker-',
      '.scope',
      'libpod-conmon-',
      'lxc.payload.',
      'machine-',
      '\\x',
    ),
  );
  const property = fc.property(fc.array(piece), (pieces) => {
    const path = pieces.join('');
    const found = containersOfCgroupPath(path);
    t.true(found.length <= path.split('/').length);
    t.true(found.every(({ containerId }) => containerId !== ''));
  });
  t.notThrows(() => fc.assert(property));
});
