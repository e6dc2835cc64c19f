import test from 'ava';
import { type ContainerDirectories, readContainers } from '../../../src/collectors/data-root/containers.js';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import { MemoryFiles, troubles } from './memory-files.js';

const GOOD = 'a'.repeat(64);
const BAD = 'b'.repeat(64);
const LOG = '{"LogConfig":{"Type":"local"}}';

function containers(): MemoryFiles {
  return new MemoryFiles({
    [`containers/${GOOD}/config.v2.json`]: JSON.stringify({ ID: GOOD, Name: '/good' }),
    [`containers/${GOOD}/hostconfig.json`]: LOG,
    [`containers/${BAD}/config.v2.json`]: JSON.stringify({ ID: BAD, Name: '/bad' }),
    [`containers/${BAD}/hostconfig.json`]: LOG,
  });
}

async function read(files: MemoryFiles): Promise<ContainerDirectories & { troubles: string[] }> {
  const reader = new RecordReader(files);
  return { ...(await readContainers(reader)), troubles: troubles(reader) };
}

test('each directory is a container', async (t) => {
  const found = await read(containers());
  t.deepEqual(
    found.containers.map(({ record }) => [record.id, record.name, record.logDriver]),
    [
      [GOOD, 'good', 'local'],
      [BAD, 'bad', 'local'],
    ],
  );
  t.deepEqual(found.damaged, []);
  t.deepEqual(found.troubles, []);
});

test('a configuration that is cut, empty, or about another container damages that container alone', async (t) => {
  for (const content of ['{"ID":"b', '', '[]', JSON.stringify({ ID: GOOD }), '{}']) {
    const files = containers();
    files.set(`containers/${BAD}/config.v2.json`, content);
    const found = await read(files);
    t.deepEqual(found.damaged, [BAD]);
    t.deepEqual(found.troubles, [`damaged-metadata containers/${BAD}/config.v2.json`]);
    t.is(found.containers.length, 1);
  }
});

test('a directory without a configuration is damaged', async (t) => {
  const files = containers();
  files.remove(`containers/${BAD}/config.v2.json`);
  const found = await read(files);
  t.deepEqual(found.damaged, [BAD]);
  t.is(found.containers.length, 1);
});

test('a configuration that may not be read is damaged and told as a refusal', async (t) => {
  const files = containers();
  files.failures.set(`containers/${BAD}/config.v2.json`, 'EACCES');
  const found = await read(files);
  t.deepEqual(found.damaged, [BAD]);
  t.deepEqual(found.troubles, [`permission-denied containers/${BAD}/config.v2.json`]);
});

test('a damaged host configuration costs the log settings, not the container', async (t) => {
  const files = containers();
  files.set(`containers/${BAD}/hostconfig.json`, '{');
  const found = await read(files);
  t.is(found.containers.length, 2);
  t.is(found.containers[1]?.record.logDriver, null);
  t.deepEqual(found.troubles, [`damaged-metadata containers/${BAD}/hostconfig.json`]);
});

test('a file beside the containers is none, and a container that goes meanwhile is not damaged', async (t) => {
  const files = containers();
  files.set('containers/note.txt', 'x');
  files.onRead = (path) => {
    if (path.startsWith(`containers/${BAD}/`)) files.remove(`containers/${BAD}`);
  };
  const found = await read(files);
  t.deepEqual(found.damaged, []);
  t.is(found.containers.length, 1);
  t.deepEqual(found.troubles, []);
});

test('without a directory there are no containers', async (t) => {
  t.deepEqual(await read(new MemoryFiles()), { containers: [], damaged: [], troubles: [] });
});
