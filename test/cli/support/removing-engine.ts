import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { sendJson } from '../../collectors/engine/fake-engine.js';
import { CONTAINER_ID, makeDataRoot, type Names } from './data-root.js';
import { emptyMachine, type Machine } from './machine.js';

const USED = 'shop/web:1.4';
const UNUSED = 'tools/old:1';

/** A machine with a data root and an engine that removes from it what it is asked to. */
export interface RemovingMachine extends Machine {
  readonly root: string;
  /** Options that lead to it. */
  readonly source: readonly string[];
  readonly engine: RemovingEngine;
}

export interface RemovingEngine {
  readonly host: string;
  /** Requests that change something, without the version of the API. */
  readonly changes: readonly string[];
  /** Called before something is removed; the engine answers when that is over. */
  beforeRemoval: (path: string) => void | Promise<void>;
  /** Ends every connection and answers no more. */
  vanish(): void;
  /** What it says of the container's state from now on. */
  status: string;
}

interface Image {
  readonly id: string;
  readonly reference: string;
  readonly layer: string;
}

/**
 * An engine at a socket whose objects are those of `makeDataRoot`. Its answers have what bilge reads of them.
 * @param told another data root that it tells of: one that is on another host.
 */
export async function machineWithEngine(
  t: ExecutionContext,
  { names = {}, told }: { readonly names?: Partial<Names>; readonly told?: string } = {},
): Promise<RemovingMachine> {
  const machine = await emptyMachine(t);
  const root = machine.at('root');
  await makeDataRoot(root, names);
  const socket = machine.at('engine.sock');
  const engine = await startEngine(t, socket, root, told ?? root);
  // Named, so that no other engine's root on the machine is looked at; one on another host has none to name.
  const named = told === undefined ? ['--data-root', root] : [];
  return { ...machine, root, engine, source: ['--host', engine.host, ...named] };
}

async function startEngine(
  t: ExecutionContext,
  socket: string,
  root: string,
  told: string,
): Promise<RemovingEngine> {
  const images = await imagesOf(root);
  const changes: string[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const engine: RemovingEngine = {
    host: `unix://${socket}`,
    changes,
    beforeRemoval: () => {},
    vanish: () => {
      server.close();
      server.closeAllConnections();
    },
    status: 'exited',
  };
  const isThere = (...path: readonly string[]): boolean => existsSync(join(root, ...path));
  const hasImage = ({ id }: Image): boolean => isThere(`image/overlay2/imagedb/content/sha256`, id.slice(7));
  const hasContainer = (): boolean => isThere('containers', CONTAINER_ID);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = decodeURIComponent(request.url ?? '').replace(/^\/v\d+\.\d+/, '');
    const [path = ''] = url.split('?');
    if (request.method !== 'GET') {
      changes.push(`${request.method} ${url}`);
      await engine.beforeRemoval(path);
      if (!(await remove(path))) return sendJson(response, { message: 'no such object' }, 404);
      // Docker answers with a list for images, and with nothing for the others.
      return path.startsWith('/images/') ? sendJson(response, []) : void response.writeHead(204).end();
    }
    const found = lookUp(path);
    sendJson(response, found ?? { message: 'no such object' }, found === null ? 404 : 200);
  };

  const remove = async (path: string): Promise<boolean> => {
    const image = images.find(({ id, reference }) => path.endsWith(id) || path.endsWith(reference));
    const gone =
      image !== undefined
        ? await pathsOfImage(root, image)
        : path.endsWith(CONTAINER_ID)
          ? await pathsOfContainer(root)
          : [path.replace('/volumes/', 'volumes/')];
    if (!isThere(gone[0] ?? '')) return false;
    for (const one of gone) await rm(join(root, one), { recursive: true, force: true });
    return true;
  };

  const container = (): unknown => ({
    Id: CONTAINER_ID,
    Name: '/web',
    Names: ['/web'],
    Image: images.find(({ reference }) => reference !== UNUSED)?.id,
    ImageID: images.find(({ reference }) => reference !== UNUSED)?.id,
    Driver: 'overlay2',
    Created: '2024-05-01T11:00:00Z',
    State: { Status: engine.status, ExitCode: 0, StartedAt: '2024-05-01T11:00:01Z' },
    Mounts: [{ Type: 'volume', Name: 'orders', Destination: '/orders', Driver: 'local', RW: true }],
    NetworkSettings: { Networks: {} },
    Config: { Image: USED, Labels: {} },
    HostConfig: { LogConfig: { Type: 'json-file', Config: {} } },
  });

  const listed = (): unknown[] =>
    hasContainer()
      ? [Object.assign({}, container(), { Created: 1_714_561_200, State: engine.status, Status: '' })]
      : [];

  const lookUp = (path: string): unknown => {
    const there = images.filter(hasImage);
    if (path === '/version') return { Version: '28.5.2', ApiVersion: '1.51', MinAPIVersion: '1.24' };
    if (path === '/info') return infoOf(told);
    if (path === '/containers/json') return listed();
    if (path === '/images/json')
      return there.map((image) => ({ ...(describe(image) as object), RootFS: undefined }));
    if (path === '/volumes') return { Volumes: isThere('volumes/orders') ? [VOLUME] : [], Warnings: null };
    if (path === '/volumes/orders') return isThere('volumes/orders') ? VOLUME : null;
    if (path === '/networks') return [];
    if (path === '/system/df')
      return { LayersSize: 0, Images: [], Containers: [], Volumes: [], BuildCache: [] };
    if (path === `/containers/${CONTAINER_ID}/json`) return hasContainer() ? container() : null;
    const image = there.find(({ id, reference }) =>
      [`/images/${id}/json`, `/images/${reference}/json`].includes(path),
    );
    return image === undefined ? null : describe(image);
  };

  await new Promise<void>((resolve) => server.listen(socket, resolve));
  t.teardown(() => engine.vanish());
  return engine;
}

/** What the engine says of an image, in its list and alone. */
const describe = ({ id, reference, layer }: Image): unknown => ({
  Id: id,
  ParentId: '',
  RepoTags: [reference],
  RepoDigests: [],
  Created: 1_714_557_600,
  Labels: {},
  Size: 300_000,
  SharedSize: 0,
  RootFS: { Type: 'layers', Layers: [`sha256:${layer}`] },
});

const VOLUME = { Name: 'orders', Driver: 'local', CreatedAt: null, Labels: {}, Options: {}, Scope: 'local' };

function infoOf(root: string): unknown {
  return {
    Driver: 'overlay2',
    DriverStatus: [['Backing Filesystem', 'extfs']],
    DockerRootDir: root,
    ServerVersion: '28.5.2',
    LoggingDriver: 'json-file',
    SecurityOptions: [],
  };
}

async function imagesOf(root: string): Promise<Image[]> {
  const text = await readFile(join(root, 'image/overlay2/repositories.json'), 'utf8');
  const { Repositories }: { Repositories: Record<string, Record<string, string>> } = JSON.parse(text);
  return Promise.all(
    Object.values(Repositories)
      .flatMap((tags) => Object.entries(tags))
      .map(async ([reference, id]) => {
        const config = join(root, 'image/overlay2/imagedb/content/sha256', id.slice(7));
        const { rootfs }: { rootfs: { diff_ids: string[] } } = JSON.parse(await readFile(config, 'utf8'));
        return { id, reference, layer: rootfs.diff_ids[0]?.slice(7) ?? '' };
      }),
  );
}

/** Its own document first. What it shares with nobody goes too, and its name. */
async function pathsOfImage(root: string, { id, reference, layer }: Image): Promise<string[]> {
  const record = `image/overlay2/layerdb/sha256/${layer}`;
  const config = `image/overlay2/imagedb/content/sha256/${id.slice(7)}`;
  if (!existsSync(join(root, config))) return [config];
  const directory = await readFile(join(root, record, 'cache-id'), 'utf8');
  const link = await readFile(join(root, 'overlay2', directory, 'link'), 'utf8');
  const names = join(root, 'image/overlay2/repositories.json');
  const known: { Repositories: Record<string, Record<string, string>> } = JSON.parse(
    await readFile(names, 'utf8'),
  );
  for (const tags of Object.values(known.Repositories)) delete tags[reference];
  await writeFile(names, JSON.stringify(known));
  return [config, record, `overlay2/${directory}`, `overlay2/l/${link}`];
}

async function pathsOfContainer(root: string): Promise<string[]> {
  const record = `image/overlay2/layerdb/mounts/${CONTAINER_ID}`;
  if (!existsSync(join(root, record))) return [record];
  const mount = await readFile(join(root, record, 'mount-id'), 'utf8');
  const link = await readFile(join(root, 'overlay2', mount, 'link'), 'utf8');
  return [`containers/${CONTAINER_ID}`, record, `overlay2/${mount}`, `overlay2/l/${link}`];
}
