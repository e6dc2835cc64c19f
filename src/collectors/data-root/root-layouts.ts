import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { METADATA_DATABASE } from '../../model/containerd-layout.js';
import type { RootKind } from '../../model/inventory.js';
import { LOCKED_DATABASES } from './engine-lock.js';

/** How a kind of root is recognised, and how it is spoken of. */
export interface RootLayout {
  readonly noun: string;
  readonly option: string;
  readonly source: 'data-root' | 'containerd';
  /** What a directory lacks that is none, and what to do about it. */
  readonly foreign: string;
  readonly foreignHint: string;
  /** Databases that a running daemon keeps locked for its whole life (bbolt, `flock`). */
  readonly lockedDatabases: readonly string[];
  /** @throws the system's error where that may not be seen. */
  readonly recognise: (path: string, names: readonly string[]) => Promise<boolean>;
}

/** A data root has `containers/` and `volumes/` and at least one store beside them. */
export function isDataRoot(names: readonly string[]): boolean {
  const has = (name: string): boolean => names.includes(name);
  return has('containers') && has('volumes') && (has('image') || has('containerd') || has('buildkit'));
}

async function hasMetadata(path: string, names: readonly string[]): Promise<boolean> {
  if (!names.some((name) => METADATA_DATABASE.startsWith(`${name}/`))) return false;
  // The directory of the database is root's alone even where the root may be listed.
  await access(join(path, METADATA_DATABASE), constants.R_OK);
  return true;
}

export const ROOT_LAYOUTS: Readonly<Record<RootKind, RootLayout>> = {
  'data-root': {
    noun: 'data root',
    option: '--data-root',
    source: 'data-root',
    foreign: 'is not a Docker data root: it has no containers/, volumes/ and image/ directories',
    foreignHint: 'name the directory that holds them, usually /var/lib/docker',
    lockedDatabases: LOCKED_DATABASES,
    recognise: async (_, names) => isDataRoot(names),
  },
  'containerd-root': {
    noun: 'containerd root',
    option: '--containerd-root',
    source: 'containerd',
    foreign: `is not the root of a containerd: it has no ${METADATA_DATABASE}`,
    foreignHint: 'name the directory that holds it, usually /var/lib/containerd',
    lockedDatabases: [METADATA_DATABASE],
    recognise: hasMetadata,
  },
};
