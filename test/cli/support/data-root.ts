import { createHash } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { boltOf } from '../../formats/bolt/bolt-writer.js';

/** Names in a data root that its users choose. */
export interface Names {
  readonly imageReference: string;
  /** Value of a label on the image, the container and the volume. */
  readonly label: string;
  readonly container: string;
  readonly composeProject: string;
  readonly volume: string;
  /** What follows `<id>-json.log` in the name of a rotated log file. */
  readonly logSuffix: string;
  /** The build step of the image's layer. */
  readonly createdBy: string;
}

const PLAIN: Names = {
  imageReference: 'shop/web:1.4',
  label: 'blue',
  container: 'web',
  composeProject: 'shop',
  volume: 'orders',
  logSuffix: '.1',
  createdBy: 'COPY app /app',
};

export const LAYER_BYTES = 300_000;
export const WRITABLE_BYTES = 50_000;
export const LOG_BYTES = 20_000;
export const VOLUME_BYTES = 100_000;

function hex(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

export const CONTAINER_ID = hex('container');

/**
 * Writes a small data root of the overlay2 driver: two images of one layer each, one of them unused; a stopped
 * container of the other with two log files; and the volume it mounts.
 */
export async function makeDataRoot(root: string, names: Partial<Names> = {}): Promise<void> {
  const chosen = { ...PLAIN, ...names };
  const write = async (path: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const imageId = await makeImages(write, chosen);
  await makeContainer(write, chosen, imageId);
  await makeVolume(write, chosen);
  await mkdir(join(root, 'overlay2', 'l'));
  for (const [link, directory] of Object.entries(SHORT_LINKS)) {
    await write(`overlay2/${directory}/link`, link);
    await symlink(`../${directory}/diff`, join(root, 'overlay2', 'l', link));
  }
}

type Write = (path: string, content: string | Buffer) => Promise<void>;

const CHAIN = hex('layer');
const CACHE = hex('cache');
const UNUSED = { chain: hex('unused layer'), cache: hex('unused cache') };
const UNUSED_REFERENCE = 'tools/old:1';
const MOUNT = hex('mount');
const SHORT_LINKS = {
  AAAAAAAAAAAAAAAAAAAAAAAAAA: CACHE,
  BBBBBBBBBBBBBBBBBBBBBBBBBB: MOUNT,
  CCCCCCCCCCCCCCCCCCCCCCCCCC: UNUSED.cache,
};

/** @returns the id of the image that the container uses. */
async function makeImages(write: Write, names: Names): Promise<string> {
  const { imageReference } = names;
  const used = await makeImage(write, { chain: CHAIN, cache: CACHE }, names);
  const unused = await makeImage(write, UNUSED, { ...PLAIN, createdBy: 'COPY old /old' });
  const repositories = {
    Repositories: {
      [imageReference]: { [imageReference]: used },
      'tools/old': { [UNUSED_REFERENCE]: unused },
    },
  };
  await write('image/overlay2/repositories.json', JSON.stringify(repositories));
  return used;
}

/** @returns the image's id, the digest of its configuration as the engine demands. */
async function makeImage(
  write: Write,
  ids: { readonly chain: string; readonly cache: string },
  names: Names,
): Promise<string> {
  const config = {
    os: 'linux',
    architecture: 'amd64',
    created: '2024-05-01T10:00:00Z',
    config: { Labels: { color: names.label } },
    rootfs: { type: 'layers', diff_ids: [`sha256:${ids.chain}`] },
    history: [{ created_by: names.createdBy }],
  };
  const layer = `image/overlay2/layerdb/sha256/${ids.chain}`;
  const content = JSON.stringify(config);
  await write(`image/overlay2/imagedb/content/sha256/${hex(content)}`, content);
  await write(`${layer}/diff`, `sha256:${ids.chain}`);
  await write(`${layer}/cache-id`, ids.cache);
  await write(`${layer}/size`, String(LAYER_BYTES));
  await write(`overlay2/${ids.cache}/diff/app`, Buffer.alloc(LAYER_BYTES, 1));
  return `sha256:${hex(content)}`;
}

async function makeContainer(write: Write, names: Names, imageId: string): Promise<void> {
  const config = {
    ID: CONTAINER_ID,
    Name: `/${names.container}`,
    Created: '2024-05-01T11:00:00Z',
    Driver: 'overlay2',
    Image: imageId,
    State: { Running: false, ExitCode: 0, StartedAt: '2024-05-01T11:00:01Z' },
    Config: {
      Image: names.imageReference,
      Labels: { color: names.label, 'com.docker.compose.project': names.composeProject },
    },
    MountPoints: {
      '/orders': { Type: 'volume', Name: names.volume, Driver: 'local', Destination: '/orders', RW: true },
    },
  };
  const directory = `containers/${CONTAINER_ID}`;
  await write(`${directory}/config.v2.json`, JSON.stringify(config));
  await write(
    `${directory}/hostconfig.json`,
    JSON.stringify({ LogConfig: { Type: 'json-file', Config: {} } }),
  );
  await write(`${directory}/${CONTAINER_ID}-json.log`, Buffer.alloc(LOG_BYTES, 32));
  await write(`${directory}/${CONTAINER_ID}-json.log${names.logSuffix}`, Buffer.alloc(LOG_BYTES, 32));
  await write(`image/overlay2/layerdb/mounts/${CONTAINER_ID}/mount-id`, MOUNT);
  await write(`image/overlay2/layerdb/mounts/${CONTAINER_ID}/parent`, `sha256:${CHAIN}`);
  await write(`overlay2/${MOUNT}/diff/data`, Buffer.alloc(WRITABLE_BYTES, 2));
}

async function makeVolume(write: Write, names: Names): Promise<void> {
  const record = { Name: names.volume, Driver: 'local', Labels: { color: names.label }, Options: {} };
  // The writer takes keys as latin1; the engine writes names as UTF-8.
  const key = Buffer.from(names.volume).toString('latin1');
  await write('volumes/metadata.db', boltOf({ volumes: { [key]: JSON.stringify(record) } }));
  await write(`volumes/${names.volume}/_data/table`, Buffer.alloc(VOLUME_BYTES, 3));
}
