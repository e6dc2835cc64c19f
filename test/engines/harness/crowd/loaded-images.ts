import type { PrivateEngine } from '../private-engine.js';
import { type ArchivedImage, imageArchive } from '../workload/image-archive.js';
import { busyboxRootfs } from '../workload/rootfs.js';
import { buildTar } from '../workload/tar.js';
import { changingLayer, crowdLayer } from './layers.js';
import { inParallel, mustAsk } from './request.js';
import type { Seeded } from './seeded.js';

/** Families of images on common bases; every second one stands on the second base. */
const FAMILIES = 6;

/** Repository of an image with files only, in which nothing can run. */
export const FILES_ONLY = 'crowd/files:1';

/** An image that declares a volume where it has files. */
export const WITH_VOLUME = 'crowd/store:1';
const DECLARED_VOLUME = '/var/store';

/** Name of the first tag of a member of a family. */
export function member(family: number, name: string): string {
  return `crowd/f${family}-${name}:1`;
}

/** How often families end in an image without a name. */
const UNNAMED_FAMILIES = 4;

interface Bases {
  readonly first: readonly Buffer[];
  readonly second: readonly Buffer[];
  /** The same files that several families put on top of different layers. */
  readonly tools: Buffer;
}

async function makeBases(random: Seeded): Promise<Bases> {
  const rootfs = await buildTar(await busyboxRootfs());
  const system = (name: string): Promise<Buffer> =>
    buildTar([
      { path: 'etc/os-release', content: `NAME=${name}\n` },
      { path: `usr/lib/${name}`, content: random.content(name, 60_000) },
    ]);
  return {
    first: [rootfs, await system('first')],
    second: [rootfs, await system('second')],
    tools: await crowdLayer(random, 'opt/tools'),
  };
}

async function baseImages(random: Seeded, bases: Bases): Promise<readonly ArchivedImage[]> {
  const command = ['sh'];
  const store = await buildTar([
    { path: 'var/store', directory: true },
    { path: 'var/store/first', content: random.content('store', 20_000) },
  ]);
  return [
    { tags: ['crowd/first:1', 'crowd/first:latest'], layers: bases.first, command },
    { tags: ['crowd/second:1'], layers: bases.second, command },
    { tags: [FILES_ONLY], layers: [bases.tools, await crowdLayer(random, 'only')], command: ['/none'] },
    { tags: [WITH_VOLUME], layers: [...bases.first, store], command, volumes: [DECLARED_VOLUME] },
    { tags: ['crowd/nothing:1'], layers: [await buildTar([])], command: ['/none'] },
  ];
}

/** One family: a tree of images in which some are the lower part of others, and some differ in their settings only. */
async function familyImages(random: Seeded, bases: Bases, family: number): Promise<readonly ArchivedImage[]> {
  const command = ['sh'];
  const layer = (name: string): Promise<Buffer> => crowdLayer(random, `srv/f${family}/${name}`);
  const base = family % 2 === 0 ? bases.first : bases.second;
  const root = [...base, await layer('a'), await layer('b')];
  const child = [...root, await layer('c')];
  const grandchild = [...child, bases.tools, await layer('d')];
  const doubled = await layer('e');
  const empty = await buildTar([]);
  const parent = random.pick(`parent of f${family}`, [root, child, grandchild]);
  const changing = await changingLayer(random, `f${family}`, `srv/f${family}/a`);
  const unnamed = family < UNNAMED_FAMILIES;
  return [
    { tags: [member(family, 'root')], layers: root, command },
    { tags: [member(family, 'child'), `crowd/f${family}-child:1.0`], layers: child, command },
    { tags: [member(family, 'deep'), `other/f${family}:2024`], layers: grandchild, command },
    { tags: [member(family, 'double')], layers: [...root, doubled, doubled, bases.tools], command },
    { tags: [member(family, 'twin')], layers: child, command, environment: [`FAMILY=${family}`] },
    { tags: [member(family, 'changed')], layers: [...parent, changing, await layer('f')], command },
    {
      tags: unnamed ? [] : [member(family, 'last'), `crowd/f${family}-last:2`, `other/last:${family}`],
      layers: [...parent, empty, await layer('g'), empty],
      command,
    },
  ];
}

/** Brings everything that is loaded: the bases, and on them families of images that share layers. */
export async function loadImages(engine: PrivateEngine, random: Seeded): Promise<void> {
  const bases = await makeBases(random);
  const load = async (images: readonly ArchivedImage[]): Promise<void> => {
    await mustAsk(engine, 'POST', '/images/load?quiet=1', await imageArchive(images));
  };
  // First what the others stand on, so that no two loads write the same layer.
  await load(await baseImages(random, bases));
  const families = Array.from({ length: FAMILIES }, (_, family) => family);
  await inParallel(
    2,
    families.map((family) => async () => load(await familyImages(random, bases, family))),
  );
}
