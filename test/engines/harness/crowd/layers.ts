import { buildTar, type TarEntry } from '../workload/tar.js';
import type { Seeded } from './seeded.js';

const LEAST = 4_000;
const MOST = 500_000;

/** What a layer is made of. */
const SHAPES = ['plain', 'plain', 'many', 'linked', 'zeros'] as const;

function plain(random: Seeded, folder: string, bytes: number): TarEntry[] {
  const count = random.whole(`${folder} count`, 1, 4);
  return Array.from({ length: count }, (_, index) => {
    const path = `${folder}/file-${index}`;
    // No two of the same length, and hardly any that fills its last block.
    return { path, content: random.content(path, Math.floor((bytes * (index + 1)) / (count * 2)) + index) };
  });
}

function many(random: Seeded, folder: string): TarEntry[] {
  const count = random.whole(`${folder} count`, 20, 60);
  return Array.from({ length: count }, (_, index) => {
    const path = `${folder}/${index % 4}/deep/file-${index}`;
    return { path, content: random.content(path, random.length(path, 1, 6_000)) };
  });
}

/** One inode under several names, and a link beside them. */
function linked(random: Seeded, folder: string, bytes: number): TarEntry[] {
  return [
    { path: `${folder}/one`, content: random.content(`${folder}/one`, bytes) },
    ...['two', 'three'].map((name) => ({ path: `${folder}/${name}`, hardLinkTo: `${folder}/one` })),
    { path: `${folder}/four`, symlinkTo: 'one' },
    // Too long to be kept in the inode.
    { path: `${folder}/far`, symlinkTo: `../${'far-away/'.repeat(9)}one` },
  ];
}

/** Zeros: an engine writes them out, and a copy may turn them into a hole. */
function zeros(random: Seeded, folder: string, bytes: number): TarEntry[] {
  return [
    { path: `${folder}/zeros`, content: Buffer.alloc(bytes) },
    { path: `${folder}/after`, content: random.content(folder, 300) },
  ];
}

/** The archive of a layer of its own folder, 4 kB to 500 kB of one of several shapes. */
export function crowdLayer(random: Seeded, folder: string): Promise<Buffer> {
  const bytes = random.length(`${folder} bytes`, LEAST, MOST);
  const shape = random.pick(`${folder} shape`, SHAPES);
  const entries =
    shape === 'plain'
      ? plain(random, folder, bytes)
      : shape === 'many'
        ? many(random, folder)
        : shape === 'linked'
          ? linked(random, folder, bytes)
          : zeros(random, folder, bytes);
  return buildTar(entries);
}

/** A layer that removes a file, hides a folder's former content and changes another one's (image-spec, layer.md). */
export function changingLayer(random: Seeded, label: string, folder: string): Promise<Buffer> {
  return buildTar([
    { path: `${folder}/.wh.file-0`, content: '' },
    { path: `${folder}/hidden`, directory: true },
    { path: `${folder}/hidden/.wh..wh..opq`, content: '' },
    { path: `${folder}/hidden/new`, content: random.content(`${label} new`, 5_000) },
    { path: `${folder}/file-1`, content: random.content(`${label} changed`, 9_000) },
  ]);
}
