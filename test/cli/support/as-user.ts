import { spawnSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { BILGE } from './machine.js';

const NOBODY = 65_534;

const isRoot = process.getuid?.() === 0;

/** How to run as somebody who is not root: as another user where the tests run as root, else as they are. */
export const AS_USER: { readonly uid?: number } = isRoot ? { uid: NOBODY } : {};

/**
 * Whether that user can run bilge at all: a checkout below root's own home cannot be read by others.
 */
export function userCanRunBilge(): boolean {
  if (!isRoot) return true;
  const options = { uid: NOBODY, gid: NOBODY, env: {} };
  return spawnSync(process.execPath, [BILGE, '--help'], options).status === 0;
}

/** Shuts that user out of a directory. Where it is the owner itself, it takes away the owner's rights too. */
export async function shutOut(path: string): Promise<void> {
  await chmod(path, isRoot ? 0o700 : 0);
}

/** Undoes `shutOut`, so that the directory can be removed. */
export async function letIn(path: string): Promise<void> {
  await chmod(path, 0o755);
}
