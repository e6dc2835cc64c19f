import test from 'ava';
import * as fc from 'fast-check';
import { parseContainer, type ParsedContainer } from '../../src/formats/container-config.js';
import { readContainerSettings } from '../../src/formats/container-settings.js';
import { FormatError } from '../../src/formats/format-error.js';
import { NO_ROTATION_OPTIONS } from '../../src/model/log-rotation.js';
import type { ContainerStatus } from '../../src/model/container.js';

const ID = 'c'.repeat(64);
const STARTED = '2026-01-02T03:04:05.6Z';
const NEVER = '0001-01-01T00:00:00Z';

function read(config: unknown, hostConfig?: unknown): ParsedContainer {
  const host = hostConfig === undefined ? null : Buffer.from(JSON.stringify(hostConfig));
  return parseContainer(Buffer.from(JSON.stringify(config)), host);
}

test('a record and its host configuration are read', (t) => {
  const config = {
    ID,
    Created: STARTED,
    Name: '/web',
    Image: 'sha256:aa',
    Driver: 'overlay2',
    Config: { Image: 'lab/base:1', Labels: { a: 'b' } },
    State: { Running: true, Pid: 4711, ExitCode: 0, StartedAt: STARTED, FinishedAt: NEVER },
    HostsPath: `/srv/docker/containers/${ID}/hosts`,
    MountPoints: {
      '/data': {
        Type: 'volume',
        Name: 'v',
        Driver: 'local',
        Source: '/srv/docker/volumes/v/_data',
        RW: true,
      },
      '/bind': { Type: 'bind', Source: '/etc', RW: false },
    },
  };
  const host = {
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
    Tmpfs: { '/run': 'ro,size=1m' },
  };
  const noVolume = { volumeName: null, volumeDriver: null };
  t.deepEqual(read(config, host), {
    originalDataRoot: '/srv/docker',
    record: {
      id: ID,
      name: 'web',
      imageId: 'sha256:aa',
      imageReference: 'lab/base:1',
      status: 'running',
      pid: 4711,
      exitCode: null,
      createdAt: STARTED,
      startedAt: STARTED,
      finishedAt: null,
      labels: { a: 'b' },
      storageDriver: 'overlay2',
      logDriver: 'json-file',
      logOptions: { 'max-size': '1m' },
      logRotation: { ...NO_ROTATION_OPTIONS, maxSizeBytes: 1_000_000 },
      mounts: [
        { type: 'bind', source: '/etc', destination: '/bind', ...noVolume, readOnly: true },
        {
          type: 'volume',
          source: '/srv/docker/volumes/v/_data',
          destination: '/data',
          volumeName: 'v',
          volumeDriver: 'local',
          readOnly: false,
        },
        { type: 'tmpfs', source: null, destination: '/run', ...noVolume, readOnly: true },
      ],
      engineSizeRwBytes: null,
      settings: readContainerSettings(config, host),
    },
  });
});

test('the status is the one the engine would print', (t) => {
  const states: readonly [Record<string, unknown>, ContainerStatus][] = [
    [{}, 'created'],
    [{ StartedAt: NEVER }, 'created'],
    [{ StartedAt: STARTED }, 'exited'],
    [{ StartedAt: STARTED, Running: true }, 'running'],
    [{ StartedAt: STARTED, Running: true, Paused: true }, 'paused'],
    [{ StartedAt: STARTED, Running: true, Restarting: true }, 'restarting'],
    [{ StartedAt: STARTED, RemovalInProgress: true, Dead: true }, 'removing'],
    [{ StartedAt: STARTED, Dead: true }, 'dead'],
  ];
  for (const [state, status] of states) t.is(read({ ID, State: state }).record.status, status);
});

test('an exit code belongs to a container that has ended', (t) => {
  const ended = { StartedAt: STARTED, ExitCode: 137, Pid: 0 };
  t.is(read({ ID, State: ended }).record.exitCode, 137);
  t.is(read({ ID, State: ended }).record.pid, null);
  t.is(read({ ID, State: { ...ended, Running: true } }).record.exitCode, null);
  t.is(read({ ID, State: { ...ended, ExitCode: 1e300 } }).record.exitCode, null);
});

test('before types were written, a name told a volume from a bind mount', (t) => {
  const { mounts } = read({ ID, MountPoints: { '/a': { Name: 'v' }, '/b': { Source: '/x' } } }).record;
  t.deepEqual(
    mounts.map(({ type }) => type),
    ['volume', 'bind'],
  );
  const other = read({ ID, MountPoints: { '/a': { Type: 'npipe' }, '/b': 5 } }).record.mounts;
  t.deepEqual(
    other.map(({ type }) => type),
    ['other'],
  );
});

test('a place that is in both lists is mounted once', (t) => {
  const { mounts } = read(
    { ID, MountPoints: { '/run': { Type: 'tmpfs' } } },
    { Tmpfs: { '/run': '' } },
  ).record;
  t.is(mounts.length, 1);
});

test('paths of the engine tell where the data root was, and others do not', (t) => {
  t.is(read({ ID, LogPath: `/a/b/containers/${ID}/x.log` }).originalDataRoot, '/a/b');
  t.is(read({ ID, LogPath: `/a/b/containers/other/x.log` }).originalDataRoot, null);
  t.is(read({ ID }).originalDataRoot, null);
});

test('damage of either file is a FormatError', (t) => {
  t.throws(() => parseContainer(Buffer.from('{"ID":'), null), { instanceOf: FormatError });
  t.throws(() => parseContainer(Buffer.from('{}'), Buffer.alloc(0)), { instanceOf: FormatError });
});

test('arbitrary content is a record or a FormatError', (t) => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(ID, STARTED, '', 0, -1, true));
  const nested = (names: readonly string[]): fc.Arbitrary<unknown> =>
    fc.dictionary(fc.constantFrom(...names), value);
  const config = fc.record(
    {
      ID: value,
      Name: value,
      State: fc.oneof(value, nested(['Running', 'Pid', 'ExitCode', 'StartedAt'])),
      Config: fc.oneof(value, nested(['Image', 'Labels'])),
      MountPoints: fc.oneof(value, fc.dictionary(fc.string(), nested(['Type', 'Name', 'RW']))),
      HostsPath: value,
    },
    { requiredKeys: [] },
  );
  const host = fc.record({ LogConfig: value, Tmpfs: value }, { requiredKeys: [] });
  const property = fc.property(config, host, (one, other) => {
    const { record } = read(one, other);
    t.is(typeof record.id, 'string');
    t.true(record.pid === null || record.pid > 0);
  });
  t.notThrows(() => fc.assert(property));
  const bytes = fc.property(fc.uint8Array(), fc.option(fc.uint8Array()), (one, other) => {
    t.throws(() => parseContainer(one, other), { instanceOf: FormatError });
  });
  t.notThrows(() => fc.assert(bytes));
});
