import { readFile } from 'node:fs/promises';
import { mustRun } from '../run.js';
import type { TarEntry } from './tar.js';

/** A tiny root file system: one static program under all its names, and the folders programs expect. */
export async function busyboxRootfs(): Promise<readonly TarEntry[]> {
  const program = (await mustRun('sh', ['-c', 'command -v busybox'])).toString().trim();
  const applets = (await mustRun(program, ['--list'])).toString().trim().split('\n');
  const folders = [
    'bin',
    'etc',
    'tmp',
    'proc',
    'sys',
    'dev',
    'root',
    'srv',
    'usr',
    'usr/lib',
    'var',
    'var/lib',
  ];
  return [
    ...folders.map((path) => ({ path, directory: true }) as const),
    { path: 'bin/busybox', content: await readFile(program), mode: 0o755 },
    ...applets
      .filter((applet) => applet !== 'busybox')
      .map((applet) => ({ path: `bin/${applet}`, symlinkTo: 'busybox' })),
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\n' },
    { path: 'etc/group', content: 'root:x:0:\n' },
  ];
}
