import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** A new directory that is removed after the test. `rm` copes with paths of any length, Node's own does not. */
export function temporaryDirectory(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), 'bilge-test-'));
  t.teardown(() => {
    execFileSync('rm', ['-rf', '--one-file-system', path]);
  });
  return path;
}

/** Writes files, with their directories, by their path below `root`; a path that ends in `/` is a directory. */
export function writeTree(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    if (path.endsWith('/')) {
      mkdirSync(join(root, path), { recursive: true });
    } else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  }
}

/** Makes directories inside each other, whatever the length of the path, with `file` in the deepest. */
export function writeDeepTree(root: string, names: readonly string[]): void {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY;
  let descriptor = openSync(root, flags);
  for (const name of names) {
    const path = `/proc/self/fd/${descriptor}/${name}`;
    mkdirSync(path);
    const next = openSync(path, flags);
    closeSync(descriptor);
    descriptor = next;
  }
  writeFileSync(`/proc/self/fd/${descriptor}/file`, 'x'.repeat(5000));
  closeSync(descriptor);
}

/** Figures of `du` over a tree, its own filesystem only. */
export function du(root: string): { allocatedBytes: number; inodes: number } {
  const figure = (option: string): number =>
    Number.parseInt(execFileSync('du', ['-sx', option, root], { encoding: 'utf8' }), 10);
  return { allocatedBytes: figure('--block-size=1'), inodes: figure('--inodes') };
}
