import { readFileSync } from 'node:fs';
import test from 'ava';
import * as fc from 'fast-check';
import { parseClaims } from '../../../../src/collectors/engine/answers/claims.js';
import { RequestError } from '../../../../src/collectors/engine/request-error.js';

function captured(version: string): unknown {
  return JSON.parse(readFileSync(`test/fixtures/engine-api/${version}/df.json`, 'utf8'));
}

test('what captured engines claim is what the docker CLI prints as RECLAIMABLE', (t) => {
  t.deepEqual(parseClaims(captured('20.10')), {
    images: 47_843_019 - (8_275_635 - 1_984_172) - (32_392_886 - 31_344_310),
    containers: 2_097_152,
    volumes: 0,
    buildCache: 3_145_728 + 3_145_728 + 93,
  });
  t.deepEqual(parseClaims(captured('28.5')), {
    images: 47_843_019 - (8_275_635 - 1_984_172),
    containers: 2_097_152,
    volumes: 0,
    buildCache: 0,
  });
  t.deepEqual(parseClaims(captured('28.5-containerd')), {
    images: 59_654_304,
    containers: 4096 + 2_101_248,
    volumes: 0,
    buildCache: 2_101_248 + 730_588 + 8192,
  });
});

test('from API 1.52 on engines say it themselves, and leave out what is zero', (t) => {
  const told = {
    ImageUsage: { ActiveCount: 1, Reclaimable: 5000, TotalSize: 9000 },
    ContainerUsage: { TotalCount: 3 },
    VolumeUsage: {},
    LayersSize: 123,
  };
  t.deepEqual(parseClaims(told), { images: 5000, containers: 0, volumes: 0, buildCache: 0 });
});

test('a claim that is no number is not known, and not zero', (t) => {
  const told = {
    ImageUsage: { Reclaimable: -1 },
    VolumeUsage: { Reclaimable: 'much' },
    BuildCacheUsage: { Reclaimable: 7 },
  };
  t.deepEqual(parseClaims(told), { images: null, containers: 0, volumes: null, buildCache: 7 });
  t.is(parseClaims({ Images: [] }).images, null);
});

const volume = (RefCount: number, Size: number): object => ({ Name: 'v', UsageData: { RefCount, Size } });

test('volumes that are in use or of unknown use, and containers that run, are not claimed', (t) => {
  const claims = parseClaims({
    LayersSize: 100,
    Images: [
      { Containers: 2, Size: 5, VirtualSize: 80, SharedSize: 30 },
      { Containers: -1, Size: 7, SharedSize: 0 },
      { Containers: 0, Size: 9, SharedSize: 0 },
    ],
    Containers: [
      { State: 'running', SizeRw: 1 },
      { State: 'restarting', SizeRw: 2 },
      { State: 'dead', SizeRw: 4 },
    ],
    Volumes: [volume(0, 8), volume(1, 16), volume(-1, 32), volume(0, -1), { Name: 'w', UsageData: null }],
    BuildCache: [{ InUse: true, Size: 1 }, { Shared: true, Size: 2 }, { Size: 4 }],
  });
  t.deepEqual(claims, { images: 100 - 50 - 7, containers: 4, volumes: 8, buildCache: 4 });
});

const KEYS = [
  'ImageUsage',
  'ContainerUsage',
  'VolumeUsage',
  'BuildCacheUsage',
  'LayersSize',
  'Images',
  'Containers',
  'Volumes',
  'BuildCache',
];
const answer = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(
    fc.constantFrom(...KEYS),
    fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()), fc.maxSafeInteger()),
  ),
);

test('any answer gives claims that are numbers or not known, or is called garbage', (t) => {
  fc.assert(
    fc.property(answer, (value) => {
      try {
        for (const claim of Object.values(parseClaims(value)))
          t.true(claim === null || Number.isSafeInteger(claim));
      } catch (error) {
        t.true(error instanceof RequestError);
      }
    }),
    { numRuns: 500 },
  );
});
