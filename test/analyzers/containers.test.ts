import test from 'ava';
import { analyze } from '../../src/analyzers/analyze.js';
import { CONTAINER_STATUSES } from '../../src/model/container.js';
import { categoryOf, findIn } from './find.js';
import { HostBuilder, ROOT } from './host-builder.js';
import { aContainer, anEngine } from './records.js';

const LOGS = {
  'ID-json.log': 8192,
  'ID-json.log.1': 4096,
  'local-logs': 4096,
  'local-logs/container.log': 512,
};

test('a container is its writable and init layer, its logs and its metadata', (t) => {
  const host = new HostBuilder();
  const image = host.image('app', ['base']);
  const { id } = host.container('one', image, {}, { writable: 40_960, logs: LOGS });
  const [container] = analyze(host.inventory(), '0.0.0').containers;
  t.is(container?.writableLayerBytes, 40_960);
  t.is(container?.writableLayerApparentBytes, 20_480);
  t.is(container?.writableLayerInodes, 3);
  t.is(container?.initLayerBytes, 12_288);
  t.is(container?.logBytes, 8192 + 4096 + 4096 + 512);
  // Its directory with config.v2.json, and its record among the mounts.
  t.is(container?.metadataBytes, 2 * 4096 + 16_384);
  // Two layers of three inodes with their links, its directory with a file, four logs, its mount record.
  t.is(container?.inodes, 2 * (3 + 1) + 2 + 4 + 1);
  t.is(container?.totalBytes, 40_960 + 12_288 + 16_896 + 24_576);
  t.regex(container?.writableLayerPath ?? '', new RegExp(`^${ROOT}/overlay2/[0-9a-f]{64}$`));
  t.deepEqual(container?.logFiles, [
    { name: `${id}-json.log`, allocatedBytes: 8192, apparentBytes: 4096 },
    { name: `${id}-json.log.1`, allocatedBytes: 4096, apparentBytes: 2048 },
    { name: 'local-logs/container.log', allocatedBytes: 512, apparentBytes: 256 },
  ]);
});

const KEPT = ['running', 'paused', 'restarting', 'unknown'];

for (const status of CONTAINER_STATUSES) {
  const kept = KEPT.includes(status);
  test(`a container that is ${status} ${kept ? 'frees nothing' : 'can be removed whole'}`, (t) => {
    const host = new HostBuilder();
    host.container('one', host.image('app', ['base']), { status }, { logs: LOGS });
    const report = analyze(host.inventory(), '0.0.0');
    const [container] = report.containers;
    t.is(container?.reclaimableBytes, kept ? 0 : (container?.totalBytes ?? -1));
    if (status === 'dead' || status === 'removing') {
      // Without an engine its removal is over and did not finish: all of it is one leftover.
      t.is(categoryOf(report, 'leftovers').reclaimableBytes, container?.totalBytes ?? -1);
      t.is(categoryOf(report, 'writable-layers').reclaimableBytes, 0);
      t.is(categoryOf(report, 'writable-layers').allocatedBytes, 0);
      return;
    }
    t.is(categoryOf(report, 'writable-layers').reclaimableBytes, kept ? 0 : 20_000 + 12_288);
    t.is(categoryOf(report, 'container-logs').reclaimableBytes, kept ? 0 : 16_896);
    t.is(categoryOf(report, 'container-metadata').reclaimableBytes, kept ? 0 : 24_576);
  });
}

test('the engine’s word on a container’s state comes before the one last recorded', (t) => {
  const host = new HostBuilder();
  const image = host.image('app', ['base']);
  const disk = host.container('one', image, { status: 'running', pid: 99, labels: { from: 'disk' } });
  const onlyDisk = host.container('two', image, { status: 'created' });
  const onlyEngine = aContainer('three', { status: 'running', pid: 7 });
  const live = { ...disk, name: 'renamed', status: 'exited' as const, pid: null, exitCode: 137, labels: {} };
  const engine = anEngine({}, { containers: [live, onlyEngine] });
  const { containers } = analyze(host.inventory({ engine }), '0.0.0');
  const both = findIn(containers, ({ id }) => id === disk.id);
  t.is(both.status, 'exited');
  t.is(both.statusSource, 'engine');
  t.is(both.pid, null);
  t.is(both.exitCode, 137);
  t.is(both.name, 'renamed');
  t.deepEqual(both.labels, { from: 'disk' });
  t.is(findIn(containers, ({ id }) => id === onlyDisk.id).statusSource, 'disk');
  const created = findIn(containers, ({ id }) => id === onlyEngine.id);
  t.is(created.totalBytes, null);
  t.is(created.unmeasuredReason, 'its directory was not met by the scan');
});

test('compose names come from the labels', (t) => {
  const host = new HostBuilder();
  const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
  host.container('one', null, { labels });
  const [container] = analyze(host.inventory(), '0.0.0').containers;
  t.is(container?.composeProject, 'shop');
  t.is(container?.composeService, 'web');
});

test('entries of a container that could not be read make its figures lower bounds', (t) => {
  const host = new HostBuilder();
  const { id } = host.container('one', host.image('app', ['base']));
  host.group(`containers/${id}`, { unreadable: 2 });
  const [container] = analyze(host.inventory(), '0.0.0').containers;
  t.regex(container?.unmeasuredReason ?? '', /^2 entries could not be read: figures are lower bounds/);
});
