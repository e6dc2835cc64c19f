import test from 'ava';
import { whyNot } from '../../src/cleanup/recheck.js';
import { CONTAINER_STATUSES } from '../../src/model/container.js';
import type { ObjectNow } from '../../src/model/removal-engine.js';
import type { PlanObject } from '../../src/report/types.js';
import { aPlanObject, seen } from './support.js';

type Seen = Partial<PlanObject['seen']>;

const ID = 'a'.repeat(64);

const IMAGE: ObjectNow = {
  kind: 'image',
  references: ['web:1', 'web@sha256:aa'],
  containers: [],
  children: [],
};
const CONTAINER: ObjectNow = {
  kind: 'container',
  name: 'web',
  status: 'exited',
  startedAt: '2026-05-01T10:00:00.123456789Z',
  finishedAt: '2026-05-01T11:00:00Z',
};
const VOLUME: ObjectNow = {
  kind: 'volume',
  driver: 'local',
  createdAt: '2026-05-01T10:00:00Z',
  containers: [],
};
const CACHE: ObjectNow = {
  kind: 'build-cache',
  inUse: false,
  lastUsedAt: '2026-05-01T10:00:00.5Z',
  usageCount: 2,
  parents: [],
  children: [],
};
const NETWORK: ObjectNow = {
  kind: 'network',
  name: 'net',
  createdAt: '2026-05-01T10:00:00Z',
  containers: [],
};

const SEEN = {
  image: { references: ['web:1', 'web@sha256:aa'] },
  container: {
    status: 'exited',
    startedAt: '2026-05-01T10:00:00Z',
    finishedAt: '2026-05-01T13:00:00.9+02:00',
  },
  volume: { createdAt: '2026-05-01T12:00:00+02:00' },
  'build-cache': { lastUsedAt: '2026-05-01T10:00:01.4Z', usageCount: 2 },
  network: { createdAt: '2026-05-01T10:00:00.999Z' },
} satisfies Record<ObjectNow['kind'], Seen>;

function why(now: ObjectNow, fields: Seen = SEEN[now.kind]): string | null {
  return whyNot(aPlanObject({ kind: now.kind, id: ID, name: 'web', seen: seen(fields) }), now);
}

test('what is as it was is removed; the same moment can be written with more digits or in another zone', (t) => {
  for (const now of [IMAGE, CONTAINER, VOLUME, CACHE, NETWORK]) t.is(why(now), null, now.kind);
});

test('what was not known cannot have changed', (t) => {
  for (const now of [IMAGE, CONTAINER, VOLUME, CACHE, NETWORK]) t.is(why(now, {}), null, now.kind);
  t.is(why({ ...CONTAINER, startedAt: null, finishedAt: null }), null);
  t.is(why({ ...VOLUME, createdAt: null }), null);
  t.is(why({ ...CACHE, lastUsedAt: null, usageCount: null, inUse: null }), null);
  t.is(why({ ...CONTAINER, startedAt: 'garbage' }), null);
});

const CHANGES: readonly (readonly [what: string, now: ObjectNow, why: string])[] = [
  ['a tag more', { ...IMAGE, references: ['web:1', 'web:live'] }, 'it gained the name web:live'],
  ['a tag less', { ...IMAGE, references: ['web@sha256:aa'] }, 'it lost the name web:1'],
  ['another tag', { ...IMAGE, references: ['web:2'] }, 'it gained the name web:2'],
  ['a container of it', { ...IMAGE, containers: [ID] }, `container ${'a'.repeat(12)} was made from it`],
  [
    'two containers of it',
    { ...IMAGE, containers: [ID, 'b'] },
    `container ${'a'.repeat(12)} (and 1 more) was made from it`,
  ],
  ['an image on it', { ...IMAGE, children: [`sha256:${ID}`] }, `image ${'a'.repeat(12)} was built on it`],
  ['a start', { ...CONTAINER, startedAt: '2026-05-02T00:00:00Z' }, 'it ran since the plan was made'],
  ['an end', { ...CONTAINER, finishedAt: '2026-05-01T11:00:02Z' }, 'it ran since the plan was made'],
  ['another state', { ...CONTAINER, status: 'dead' }, 'it was exited and is dead now'],
  [
    'another volume',
    { ...VOLUME, createdAt: '2026-05-01T10:00:01Z' },
    'it is another volume of the same name',
  ],
  ['a container with the volume', { ...VOLUME, containers: [ID] }, `container ${'a'.repeat(12)} mounts it`],
  ['a build with it', { ...CACHE, inUse: true }, 'a build uses it now'],
  [
    'a later use',
    { ...CACHE, lastUsedAt: '2026-05-01T11:00:00Z' },
    'a build used it since the plan was made',
  ],
  ['one use more', { ...CACHE, usageCount: 3 }, 'a build used it since the plan was made'],
  ['a record on it', { ...CACHE, children: ['abc'] }, 'record abc stands on it'],
  [
    'another network',
    { ...NETWORK, createdAt: '2026-06-01T00:00:00Z' },
    'it is another network of the same name',
  ],
  [
    'a container with the network',
    { ...NETWORK, containers: [ID] },
    `container ${'a'.repeat(12)} is configured for it`,
  ],
];

for (const [what, now, reason] of CHANGES) {
  test(`${now.kind}: ${what} keeps it`, (t) => t.is(why(now), reason));
}

test('a container that runs is kept, whatever was known of it', (t) => {
  for (const status of CONTAINER_STATUSES) {
    const isKept = ['running', 'paused', 'restarting', 'unknown'].includes(status);
    t.is(why({ ...CONTAINER, status }, {}), isKept ? `it is ${status} now` : null, status);
  }
});

function at(createdAt: string): string | null {
  return why({ kind: 'volume', driver: 'local', createdAt, containers: [] });
}

test('times that differ by less than a second are the same, and by a second they are not', (t) => {
  t.is(at('2026-05-01T10:00:00.999Z'), null);
  t.not(at('2026-05-01T10:00:01.000Z'), null);
  t.not(at('2026-05-01T09:59:59.000Z'), null);
});

test('digests come and go without anybody’s doing', (t) => {
  t.is(why({ ...IMAGE, references: ['web:1', 'web@sha256:bb', 'other@sha256:cc'] }), null);
  t.is(why({ ...IMAGE, references: ['web:1'] }), null);
});
