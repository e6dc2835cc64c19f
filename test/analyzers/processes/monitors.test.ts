import test from 'ava';
import { aContainer, hex64 } from '../records.js';
import { anEndpoint, someSettings } from '../settings.js';
import { reportOf } from './report.js';
import { aProcess, aShim, inGroupOf } from './table.js';

const WEB = aContainer('web', { status: 'running' });

const publishing = (ipv4Address: string, hostPort: number | null = null) =>
  someSettings(
    {},
    {
      endpoints: [anEndpoint({ ipv4Address })],
      ports: [{ containerPort: 80, protocol: 'tcp', hostAddress: '0.0.0.0', hostPort }],
    },
  );

const proxy = (pid: number, address: string, hostPort: number) =>
  aProcess(pid, {
    args: `/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port ${hostPort} -container-ip ${address} -container-port 80`.split(
      ' ',
    ),
  });

test('monitors name the container that they watch and are of none', (t) => {
  const one = aContainer('one', { settings: publishing('172.17.0.2') });
  const two = aContainer('two', { settings: publishing('172.17.0.3', 8080) });
  const four = aContainer('four', { settings: publishing('172.17.0.4', 8082) });
  const five = aContainer('five', { settings: publishing('172.17.0.4', 8082) });
  const three = aContainer('three', { settings: publishing('172.17.0.3', 8081) });
  const pod = hex64('podman');
  const workdir = `/var/lib/docker/containerd/daemon/io.containerd.runtime.v1.linux/moby/${one.id}`;
  const report = reportOf(
    [
      proxy(100, '172.17.0.2', 9000),
      proxy(101, '172.17.0.3', 8081),
      proxy(102, '172.17.0.3', 9000),
      proxy(103, '172.17.0.9', 9000),
      aProcess(104, { args: ['containerd-shim', '-namespace', 'moby', '-workdir', workdir] }),
      aProcess(105, { args: ['/usr/bin/conmon', '--api-version', '1', '-c', pod, '-u', pod] }),
      aProcess(106, {
        args: ['conmon'],
        container: { containerId: pod, runtime: 'podman', monitor: true, outer: [] },
      }),
      aProcess(107, { args: ['containerd-shim-kata-v2', '--id=x', '--namespace=default'] }),
      proxy(109, '172.17.0.4', 8082),
      aProcess(108, { args: ['vi', 'containerd-shim', '-id', one.id] }),
    ],
    [one, two, three, four, five],
  );
  t.deepEqual(
    report.processes.map(({ hostPid, role, watches, runtime, foundBy }) => [
      hostPid,
      role,
      watches,
      runtime,
      foundBy,
    ]),
    [
      [1, 'host', null, null, null],
      [100, 'monitor', one.id, 'docker', 'command-line'],
      [101, 'monitor', three.id, 'docker', 'command-line'],
      [102, 'monitor', null, 'docker', 'command-line'],
      [103, 'monitor', null, 'docker', 'command-line'],
      [104, 'monitor', one.id, 'docker', 'command-line'],
      [105, 'monitor', pod, null, 'command-line'],
      [106, 'monitor', pod, 'podman', 'cgroup'],
      [107, 'monitor', 'x', 'containerd', 'command-line'],
      [109, 'monitor', null, 'docker', 'command-line'],
    ],
  );
  t.true(report.processes.every(({ containerId }) => containerId === null));
});

test('a monitor in a container is one of its processes', (t) => {
  const { cgroups } = inGroupOf(WEB.id);
  const report = reportOf(
    [
      aShim(101, hex64('inner'), inGroupOf(WEB.id)),
      aProcess(102, {
        cgroups,
        container: { containerId: hex64('inner'), runtime: 'podman', monitor: true, outer: [WEB.id] },
      }),
    ],
    [WEB],
  );
  t.deepEqual(
    report.processes.map(({ hostPid, role, containerId, watches }) => [hostPid, role, containerId, watches]),
    [
      [1, 'host', null, null],
      [101, 'container', WEB.id, null],
      [102, 'container', WEB.id, null],
    ],
  );
});
