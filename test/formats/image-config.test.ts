import test from 'ava';
import * as fc from 'fast-check';
import { FormatError } from '../../src/formats/format-error.js';
import { parseImageConfig } from '../../src/formats/image-config.js';

const LOWER = `sha256:${'1'.repeat(64)}`;
const UPPER = `sha256:${'2'.repeat(64)}`;

function read(value: unknown): ReturnType<typeof parseImageConfig> {
  return parseImageConfig(Buffer.from(JSON.stringify(value)));
}

test('platform, time, labels, layers and their steps are read', (t) => {
  const config = {
    architecture: 'arm64',
    os: 'linux',
    variant: 'v8',
    created: '2026-03-04T05:06:07.123456789Z',
    config: { Labels: { maintainer: 'me', number: 1 } },
    rootfs: { type: 'layers', diff_ids: [LOWER, UPPER] },
    history: [
      { created_by: 'ADD rootfs' },
      { created_by: 'ENV a=b', empty_layer: true },
      { comment: 'imported' },
    ],
  };
  t.deepEqual(read(config), {
    platform: 'linux/arm64/v8',
    createdAt: '2026-03-04T05:06:07.123456789Z',
    labels: { maintainer: 'me' },
    diffIds: [LOWER, UPPER],
    createdBy: ['ADD rootfs', 'imported'],
  });
});

test('an image without files has no layers: the key is absent', (t) => {
  for (const rootfs of [{ type: 'layers' }, { type: 'layers', diff_ids: null }, null]) {
    t.deepEqual(read({ os: 'linux', architecture: 'amd64', rootfs }).diffIds, []);
  }
});

test('a history that does not fit the layers names no step', (t) => {
  const rootfs = { type: 'layers', diff_ids: [LOWER] };
  t.deepEqual(read({ rootfs, history: [{ created_by: 'a' }, { created_by: 'b' }] }).createdBy, []);
  t.deepEqual(read({ rootfs }).createdBy, []);
});

test('a platform needs both its parts', (t) => {
  t.is(read({ os: 'linux' }).platform, null);
  t.is(read({}).platform, null);
});

test('a layer list that is damaged is an error, never a shorter list: every chain above would be another', (t) => {
  for (const ids of [[LOWER, 'sha256:x', UPPER], [LOWER, 5], 'none', { 0: LOWER }]) {
    t.throws(() => read({ rootfs: { diff_ids: ids } }), { instanceOf: FormatError });
  }
});

test('arbitrary content is a configuration or a FormatError', (t) => {
  const member = fc.constantFrom('os', 'rootfs', 'history', 'config', 'created');
  const text = fc.oneof(
    fc.string(),
    fc.dictionary(member, fc.jsonValue()).map((value) => JSON.stringify(value)),
    fc.jsonValue().map((value) => JSON.stringify({ rootfs: { diff_ids: value }, history: value })),
  );
  const property = fc.property(text, (content) => {
    try {
      const { createdBy, diffIds } = parseImageConfig(Buffer.from(content));
      t.true(createdBy.length === 0 || createdBy.length === diffIds.length);
    } catch (error) {
      t.true(error instanceof FormatError);
    }
  });
  t.notThrows(() => fc.assert(property));
});
