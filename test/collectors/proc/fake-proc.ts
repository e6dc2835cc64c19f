import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** A made-up process. */
export interface FakeProcess {
  readonly namespace?: number;
  /** Lines of its mountinfo. */
  readonly mounts?: readonly string[];
  /** Where its descriptors lead, from 0 on; `null`: they may not be seen; not given: it has ended. */
  readonly descriptors?: readonly string[] | null;
  readonly links?: Readonly<Record<string, string>>;
  readonly maps?: string;
  readonly comm?: string;
  readonly cmdline?: readonly string[];
  readonly parentPid?: number;
}

/** One line of a mountinfo. */
export function mountLine(
  id: number,
  parent: number,
  device: string,
  root: string,
  point: string,
  type = 'ext4',
  options = 'rw',
): string {
  return `${id} ${parent} ${device} ${root} ${point} rw,relatime shared:1 - ${type} ${type} ${options}\n`;
}

/** A directory of its own for a test, without symlinks in its path. */
export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'bilge-test-')));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function fakeProcess(directory: string, process: FakeProcess): Promise<void> {
  await mkdir(join(directory, 'ns'), { recursive: true });
  await symlink(`mnt:[${process.namespace ?? 1}]`, join(directory, 'ns/mnt'));
  await symlink('pid:[4026531836]', join(directory, 'ns/pid'));
  await writeFile(join(directory, 'mountinfo'), (process.mounts ?? []).join(''));
  await writeFile(join(directory, 'maps'), process.maps ?? '');
  await writeFile(join(directory, 'comm'), `${process.comm ?? 'a) b'}\n`);
  await writeFile(join(directory, 'cmdline'), (process.cmdline ?? []).map((word) => `${word}\0`).join(''));
  await writeFile(
    join(directory, 'stat'),
    `1 (${process.comm ?? 'a) b'}) S ${process.parentPid ?? 1} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0\n`,
  );
  const links = { cwd: '/', exe: '/program', ...process.links };
  for (const [name, target] of Object.entries(links)) await symlink(target, join(directory, name));
  if (process.descriptors === undefined) return;
  // Listing a file fails like listing a directory without the right to.
  if (process.descriptors === null) return writeFile(join(directory, 'fd'), '');
  await mkdir(join(directory, 'fd'));
  for (const [fd, target] of process.descriptors.entries()) {
    await symlink(target, join(directory, 'fd', String(fd)));
  }
}

/** A proc filesystem with these processes; bilge is `self`, in the mount namespace 1. */
export async function fakeProc(
  t: ExecutionContext,
  processes: Readonly<Record<string, FakeProcess>>,
): Promise<string> {
  const procRoot = await temporaryDirectory(t);
  for (const [pid, process] of Object.entries(processes)) await fakeProcess(join(procRoot, pid), process);
  return procRoot;
}
