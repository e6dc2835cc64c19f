import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import { CATEGORIES } from '../../../src/model/category.js';
import { categoryOf, findIn, rootOf } from '../find.js';
import { HostBuilder } from '../host-builder.js';

test('a category of which nothing could be seen is unmeasured, not 0', (t) => {
  const host = new HostBuilder();
  host.group('volumes', { inodes: 1, allocatedBytes: 4096, unreadable: 1 });
  const report = analyze(host.inventory(), '0.0.0');
  const volumes = categoryOf(report, 'volumes');
  t.is(volumes.allocatedBytes, null);
  t.is(volumes.reclaimableBytes, null);
  t.is(volumes.objects, null);
  t.is(volumes.source, 'unmeasured');
});

test('a category of which a part could be seen is a lower bound with the reason', (t) => {
  const host = new HostBuilder();
  host.group('containers', { inodes: 1, allocatedBytes: 4096, unreadable: 2 });
  const report = analyze(host.inventory(), '0.0.0');
  const metadata = categoryOf(report, 'container-metadata');
  t.is(metadata.allocatedBytes, 4096);
  t.regex(metadata.unmeasuredReason ?? '', /2 entries could not be read/);
  t.is(categoryOf(report, 'container-logs').allocatedBytes, null);
  t.is(categoryOf(report, 'image-layers').unmeasuredReason, null);
});

test('where the root’s own listing is incomplete every category is a lower bound', (t) => {
  const host = new HostBuilder();
  host.group('', { inodes: 1, allocatedBytes: 4096, unreadable: 1 });
  const report = analyze(host.inventory({ walk: { unreadableCount: 1 } }), '0.0.0');
  for (const category of CATEGORIES) t.is(categoryOf(report, category).reclaimableBytes, null, category);
  t.is(rootOf(report).reclaimableBytes, null);
});

test('nothing is called unused where the containers could not be listed', (t) => {
  const host = new HostBuilder();
  const image = host.image('alone', ['layer']);
  host.volume('data', 8192);
  const report = analyze(host.inventory({ records: { unlisted: ['containers'] } }), '0.0.0');
  t.is(findIn(report.images, ({ id }) => id === image.id).reclaimableBytes, null);
  t.is(findIn(report.volumes, ({ name }) => name === 'data').reclaimableBytes, null);
  t.is(categoryOf(report, 'image-layers').reclaimableBytes, null);
  t.is(categoryOf(report, 'writable-layers').objects, null);
  t.regex(categoryOf(report, 'image-layers').unmeasuredReason ?? '', /containers could not be listed/);
});
