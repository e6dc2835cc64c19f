import { readFileSync } from 'node:fs';
import { mustRun, run } from './run.js';

/** Undoes mountinfo's octal escapes (proc(5): space, tab, newline and backslash). */
function unescapePath(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Mount points below a directory or at it, the deepest and newest first. */
export function mountsBelow(directory: string): readonly string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => unescapePath(line.split(' ')[4] ?? ''))
    .filter((path) => path === directory || path.startsWith(`${directory}/`))
    .reverse()
    .sort((left, right) => right.length - left.length);
}

/** Mount points inside a directory whose filesystem is not the one that the directory is on. */
export function foreignMounts(directory: string): readonly string[] {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, , device = '', , path = '']) => ({ device, path: unescapePath(path) }));
  const above = mounts.filter(({ path }) => path === '/' || `${directory}/`.startsWith(`${path}/`));
  const own = above.reduce((best, one) => (one.path.length >= best.path.length ? one : best)).device;
  return mounts
    .filter(({ device, path }) => path.startsWith(`${directory}/`) && device !== own)
    .map(({ path }) => path);
}

/**
 * Unmounts everything below a directory.
 * @throws when something stays mounted: its content must not be deleted with the directory.
 */
export async function unmountBelow(directory: string): Promise<void> {
  for (let mounts = mountsBelow(directory), round = 0; mounts.length > 0; mounts = mountsBelow(directory)) {
    if (round++ === 10) throw new Error(`still mounted: ${mounts.join(', ')}`);
    for (const path of mounts) await run('umount', ['--lazy', path]);
  }
}

/**
 * Makes a directory a mount of its own that passes on what is mounted and unmounted below it: to the mount namespace
 * that an engine has of its own and back, and to copies that others on the machine take meanwhile, where a forgotten
 * mount would keep its loop device.
 */
export async function shareMounts(directory: string): Promise<void> {
  await mustRun('mount', ['--bind', directory, directory]);
  await mustRun('mount', ['--make-shared', directory]);
}
