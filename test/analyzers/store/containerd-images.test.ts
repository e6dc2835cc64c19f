import test from 'ava';
import { ContainerdIndex } from '../../../src/analyzers/store/containerd-index.js';
import { containerdImages, taggedName } from '../../../src/analyzers/store/containerd-images.js';
import type { StoreImage } from '../../../src/analyzers/store/layer-store.js';
import { digestOf } from '../records.js';
import { ContainerdHost, descriptor } from './containerd-host.js';

function imagesOf(host: ContainerdHost): StoreImage[] {
  return [...containerdImages(ContainerdIndex.of(host.store())).values()];
}

function onlyImage(host: ContainerdHost): StoreImage {
  const [image, ...more] = imagesOf(host);
  if (image === undefined || more.length > 0) throw new Error(`${more.length + 1} images`);
  return image;
}

test('all names of one target are one image, shown without the default domain', (t) => {
  const host = new ContainerdHost();
  const { manifest, chain } = host.platform('app', ['base', 'top']);
  host.name('docker.io/library/app:1', manifest).name('docker.io/shop/app:1', manifest);
  host.name('example.test:5000/library/app:1', manifest);
  const image = onlyImage(host);
  t.deepEqual(image.record.references, ['app:1', 'example.test:5000/library/app:1', 'shop/app:1']);
  t.is(image.record.id, manifest);
  t.is(image.record.platform, 'linux/amd64');
  t.deepEqual(image.layers, chain);
  t.is(image.blobs.length, 4);
});

test('an image that lost its tag is dangling, and a label names its parent', (t) => {
  const host = new ContainerdHost();
  const { manifest } = host.platform('app', ['base']);
  host.name(`moby-dangling@${manifest}`, manifest, { 'org.mobyproject.image.parent': digestOf('parent') });
  t.deepEqual(onlyImage(host).record.references, []);
  t.is(onlyImage(host).record.parentId, digestOf('parent'));
});

test('an index has a manifest for each platform, present or not, and one for an attestation', (t) => {
  const host = new ContainerdHost();
  const here = host.platform('here', ['base', 'top']);
  const attestation = host.platform('attestation', []);
  const away = digestOf('manifest of another platform');
  const index = host.index('app', [
    descriptor(away, { platform: 'linux/arm64' }),
    descriptor(here.manifest, { platform: 'linux/amd64' }),
    descriptor(attestation.manifest, {
      platform: 'unknown/unknown',
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    }),
  ]);
  host.name('docker.io/shop/app:1', index);
  const { manifests, record, layers, blobs } = onlyImage(host);
  t.deepEqual(
    manifests.map(({ kind, platform, available }) => [kind, platform, available]),
    [
      ['unknown', 'linux/arm64', false],
      ['image', 'linux/amd64', true],
      ['attestation', 'linux/amd64', true],
    ],
  );
  t.is(record.platform, 'linux/amd64');
  t.deepEqual(layers, here.chain);
  t.is(blobs.length, 1 + 4 + 2);
});

test('a layer whose parent is no layer of an image brings that one along', (t) => {
  const host = new ContainerdHost();
  const step = 'f'.repeat(64);
  const { manifest, chain } = host.platform('app', ['base', 'top']);
  const [base = '', top = ''] = chain;
  host.snapshot(`${step}-init`, base, 4096);
  const snapshots = host.snapshots.map((one) => (one.key === top ? { ...one, parent: `${step}-init` } : one));
  host.snapshots.splice(0, snapshots.length, ...snapshots);
  host.name('docker.io/shop/app:1', manifest);
  t.deepEqual(onlyImage(host).layers, [base, `${step}-init`, top]);
});

test('documents that refer to each other in a circle end', (t) => {
  const host = new ContainerdHost();
  const one = digestOf('index one');
  const two = host.index('two', [descriptor(one)]);
  t.is(host.index('one', [descriptor(two)]), one);
  host.name('docker.io/shop/app:1', one);
  t.is(onlyImage(host).manifests.length, 0);
});

test('an image whose documents are not here is listed with what is known', (t) => {
  const host = new ContainerdHost().name('docker.io/shop/gone:1', digestOf('gone'));
  const image = onlyImage(host);
  t.deepEqual(image.record.references, ['shop/gone:1']);
  t.deepEqual([image.layers, image.blobs, image.record.platform], [[], [], null]);
});

test('an image that was not unpacked has blobs and no layers', (t) => {
  const host = new ContainerdHost();
  const { manifest } = host.platform('app', ['base', 'top']);
  host.snapshots.splice(0);
  const image = onlyImage(host.name('docker.io/shop/app:1', manifest));
  t.deepEqual(image.layers, []);
  t.deepEqual(image.manifests[0]?.layers, []);
  t.is(image.blobs.length, 4);
});

test('a reference of a container stands for a name with a tag', (t) => {
  const names = [
    'web',
    'docker.io/library/web',
    'shop/web:1',
    'host:5000/web',
    'host:5000/web:1',
    'web@sha256:ab',
  ];
  t.deepEqual(names.map(taggedName), [
    'web:latest',
    'web:latest',
    'shop/web:1',
    'host:5000/web:latest',
    'host:5000/web:1',
    'web@sha256:ab',
  ]);
});

test('an image that was unpacked when another one had the same layers has them without keeping them', (t) => {
  const host = new ContainerdHost();
  const first = host.platform('first', ['base', 'top']);
  const twin = host.platform('twin', ['base', 'top']);
  // The engine labels the configuration that it unpacks the layers for, and finds them there the next time.
  const at = host.blobs.findIndex(({ digest }) => digest === twin.config);
  host.blobs.splice(at, 1, { ...host.blobs[at], labels: {} } as (typeof host.blobs)[number]);
  host.name('docker.io/app/first:1', first.manifest).name('docker.io/app/twin:1', twin.manifest);
  const images = new Map(imagesOf(host).map((image) => [image.record.references[0], image]));
  t.deepEqual(images.get('app/first:1')?.keptLayers, first.chain);
  t.deepEqual(images.get('app/twin:1')?.layers, twin.chain);
  t.deepEqual(images.get('app/twin:1')?.keptLayers, []);
});
