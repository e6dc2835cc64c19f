import test from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import type { ContainerMount } from '../../src/model/container.js';
import { categoryOf, findIn } from './find.js';
import { HostBuilder } from './host-builder.js';
import { aVolume, anEngine, hex64 } from './records.js';

function mountOf(volumeName: string): ContainerMount {
  return {
    type: 'volume',
    source: null,
    destination: '/data',
    volumeName,
    volumeDriver: 'local',
    readOnly: false,
  };
}

test('a volume without container can be removed whole, one with a container of any state cannot', (t) => {
  const host = new HostBuilder();
  host.volume('free', 10_240);
  host.volume('taken', 20_480);
  const stopped = host.container('stopped', null, { mounts: [mountOf('taken'), mountOf('taken')] });
  const running = host.container('running', null, { status: 'running', mounts: [mountOf('taken')] });
  const report = analyze(host.inventory(), '0.0.0');
  const free = findIn(report.volumes, (volume) => volume.name === 'free');
  const taken = findIn(report.volumes, (volume) => volume.name === 'taken');
  t.is(free.reclaimableBytes, 10_240);
  t.is(taken.reclaimableBytes, 0);
  t.is(taken.allocatedBytes, 20_480);
  t.deepEqual(
    new Map(taken.containers.map((user) => [user.id, user.running])),
    new Map(
      [running, stopped].sort((a, b) => (a.id < b.id ? -1 : 1)).map((one) => [one.id, one === running]),
    ),
  );
  t.is(categoryOf(report, 'volumes').allocatedBytes, 10_240 + 20_480);
  t.is(categoryOf(report, 'volumes').reclaimableBytes, 10_240);
});

test('a volume with driver options is mounted from elsewhere: unmeasured, with the device named', (t) => {
  const host = new HostBuilder();
  host.volume('nfs', 4096, { options: { type: 'nfs', device: ':/export' } });
  host.volume('bound', 4096, { options: { type: 'none', o: 'bind', device: '/srv/data' } });
  const report = analyze(host.inventory(), '0.0.0');
  const nfs = findIn(report.volumes, (volume) => volume.name === 'nfs');
  t.is(nfs.allocatedBytes, null);
  t.is(nfs.reclaimableBytes, null);
  t.is(nfs.source, 'unmeasured');
  t.is(nfs.unmeasuredReason, 'its content is mounted from elsewhere (nfs :/export)');
  const bound = findIn(report.volumes, (volume) => volume.name === 'bound');
  t.is(bound.unmeasuredReason, 'its content is mounted from elsewhere (/srv/data)');
  // Its own small files are in the category all the same.
  t.is(categoryOf(report, 'volumes').allocatedBytes, 8192);
  t.is(categoryOf(report, 'volumes').reclaimableBytes, null);
});

test('a type or a device alone is enough to be mounted from elsewhere', (t) => {
  for (const options of [{ type: 'tmpfs' }, { device: '/srv/data' }] satisfies Record<string, string>[]) {
    const host = new HostBuilder();
    host.volume('elsewhere', 4096, { options });
    t.is(analyze(host.inventory(), '0.0.0').volumes[0]?.allocatedBytes, null);
  }
});

test('options that mount nothing from elsewhere leave a volume measured', (t) => {
  const host = new HostBuilder();
  host.volume('limited', 4096, { options: { size: '10G' } });
  t.is(analyze(host.inventory(), '0.0.0').volumes[0]?.allocatedBytes, 4096);
});

test('a volume of another driver is that driver’s business', (t) => {
  const host = new HostBuilder();
  host.volume('remote', 0, { driver: 'rclone', onDisk: false });
  const [volume] = analyze(host.inventory(), '0.0.0').volumes;
  t.is(volume?.allocatedBytes, null);
  t.is(volume?.unmeasuredReason, 'its data is kept by the volume driver rclone');
});

test('a volume whose directory is missing has no size instead of 0', (t) => {
  const host = new HostBuilder();
  host.volume('gone', 0, { onDisk: false });
  const [volume] = analyze(host.inventory(), '0.0.0').volumes;
  t.is(volume?.allocatedBytes, null);
  t.is(volume?.reclaimableBytes, null);
  t.is(volume?.unmeasuredReason, 'the engine lists it, but its directory is not there');
});

test('anonymous volumes are told by their name or their label', (t) => {
  const host = new HostBuilder();
  host.volume(hex64('x'), 512);
  host.volume('labelled', 512, { labels: { 'com.docker.volume.anonymous': '' } });
  host.volume('named', 512);
  const anonymous = analyze(host.inventory(), '0.0.0').volumes.filter((volume) => volume.anonymous);
  t.is(anonymous.length, 2);
});

test('the engine’s word on a volume is joined with the disk’s', (t) => {
  const host = new HostBuilder();
  host.volume('both', 10_240, { options: { device: 'x', size: '1' }, recorded: false });
  host.volume('disk', 512, { recorded: false });
  const engine = anEngine(
    {},
    {
      volumes: [
        aVolume('both', { createdAt: '2026-01-01T00:00:00Z', options: { device: 'y' }, onDisk: false }),
        aVolume('engine', { onDisk: false }),
      ],
    },
  );
  const { volumes } = analyze(host.inventory({ engine }), '0.0.0');
  t.deepEqual(
    volumes.map(({ name, onDisk, recorded }) => ({ name, onDisk, recorded })),
    [
      { name: 'both', onDisk: true, recorded: true },
      { name: 'disk', onDisk: true, recorded: false },
      { name: 'engine', onDisk: false, recorded: true },
    ],
  );
  t.deepEqual(volumes[0]?.options, { device: 'y', size: '1' });
  t.is(volumes[0]?.createdAt, '2026-01-01T00:00:00Z');
});
