import test from 'ava';
import { isPacked } from './packed-files.js';

test('metadata of images, containers, volumes, networks and the build cache is packed', (t) => {
  for (const path of [
    'image/overlay2/repositories.json',
    'image/overlay2/layerdb/sha256/aa/diff',
    'image/overlay2/layerdb/tmp/write-set-1/tar-split.json.gz',
    'containers/aa/config.v2.json',
    'volumes/metadata.db',
    'volumes/shop/opts.json',
    'network/files/local-kv.db',
    'buildkit/snapshots.db',
    'overlay2/aa/lower',
    'overlay2/aa/committed',
  ]) {
    t.true(isPacked(path, 100), path);
  }
});

test('content of layers and volumes, logs, and large archives of names are not packed', (t) => {
  for (const path of [
    'overlay2/aa/diff/lower',
    'overlay2/aa/diff/image/x',
    'volumes/shop/_data/opts.json',
    'volumes/shop/_data/metadata.db',
    'containers/aa/aa-json.log',
    'containers/aa/local-logs/container.log',
    'tmp/docker-import-1/manifest.json',
  ]) {
    t.false(isPacked(path, 100), path);
  }
  t.false(isPacked('image/overlay2/layerdb/sha256/aa/tar-split.json.gz', 100_000));
});
