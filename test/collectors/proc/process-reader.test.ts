import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test, { type ExecutionContext } from 'ava';
import type { Seen } from '../../../src/collectors/proc/process-files.js';
import { ProcReader } from '../../../src/collectors/proc/proc-reader.js';
import { ProcessReader } from '../../../src/collectors/proc/process-reader.js';
import { processTree } from './fake-process-tree.js';

/** Lets something happen to the process right after one of its files was read. */
class InterruptedReader extends ProcReader {
  readonly #file: string;
  readonly #interrupt: (path: string) => void;

  constructor(file: string, interrupt: (path: string) => void) {
    super();
    this.#file = file;
    this.#interrupt = interrupt;
  }

  override text(path: string, maximumBytes?: number): Seen<string> {
    const seen = super.text(path, maximumBytes);
    if (path.endsWith(`/${this.#file}`)) this.#interrupt(path);
    return seen;
  }
}

/** A shell whose child sleeps, and which takes it away as soon as it ends: no turn of our own loop is needed. */
async function sleeper(t: ExecutionContext): Promise<{ readonly shell: ChildProcess; readonly pid: number }> {
  const shell = spawn('sh', ['-c', 'sleep 1000 & echo $!; wait; exec sleep 1000'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => shell.kill('SIGKILL'));
  if (shell.stdout === null) throw new Error('no output');
  const [line] = await once(createInterface(shell.stdout), 'line');
  const pid = Number.parseInt(String(line), 10);
  t.teardown(() => {
    if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
  });
  return { shell, pid };
}

for (const file of ['status', 'cgroup', 'cmdline']) {
  test(`a process that ends after its ${file} was read is absent`, async (t) => {
    const { pid } = await sleeper(t);
    let interrupted = 0;
    const files = new InterruptedReader(file, () => {
      if (interrupted++ === 0) process.kill(pid, 'SIGKILL');
      while (existsSync(`/proc/${pid}`));
    });
    const reader = new ProcessReader('/proc', files);
    t.deepEqual(reader.read(pid), { state: 'gone' });
    t.is(reader.deniedCount, 0);
    t.is(interrupted, 1);
  });
}

test('a process that ends and is not yet waited for is a zombie', async (t) => {
  const { shell, pid } = await sleeper(t);
  shell.kill('SIGSTOP');
  const files = new InterruptedReader('cmdline', () => {
    process.kill(pid, 'SIGKILL');
    let seen = new ProcessReader('/proc', new ProcReader()).read(pid);
    while (seen.state === 'read' && seen.value.state !== 'zombie') {
      seen = new ProcessReader('/proc', new ProcReader()).read(pid);
    }
  });
  const seen = new ProcessReader('/proc', files).read(pid);
  if (seen.state !== 'read') return t.fail(seen.state);
  t.is(seen.value.state, 'zombie');
  t.is(seen.value.rssBytes, null);
  t.is(seen.value.parentPid, shell.pid ?? 0);
  const later = new ProcessReader('/proc', new ProcReader()).read(pid);
  if (later.state !== 'read') return t.fail(later.state);
  t.deepEqual(Object.keys(later.value.namespaces ?? {}).sort(), ['pid', 'user']);
  t.deepEqual(later.value.args, []);
});

test('a number that another process got meanwhile is told of neither of them', async (t) => {
  const namespaces = { user: 4_026_532_999 };
  const procRoot = await processTree(t, { 500: { startTicks: 1 }, 501: { startTicks: 2, namespaces } });
  let opened = -1;
  let ended = false;
  class KernelLikeReader extends InterruptedReader {
    override open(path: string): Seen<number> {
      const seen = super.open(path);
      if (path.endsWith('/stat') && seen.state === 'read') opened = seen.value;
      return seen;
    }

    // A file on disk would stay readable.
    override textOf(descriptor: number, maximumBytes?: number): Seen<string> {
      return ended && descriptor === opened ? { state: 'gone' } : super.textOf(descriptor, maximumBytes);
    }
  }
  const files = new KernelLikeReader('status', () => {
    if (ended) return;
    ended = true;
    rmSync(join(procRoot, '500'), { recursive: true });
    renameSync(join(procRoot, '501'), join(procRoot, '500'));
  });
  const reader = new ProcessReader(procRoot, files);
  t.deepEqual(reader.read(500), { state: 'gone' });
  t.deepEqual([...reader.userMaps], []);
  const next = new ProcessReader(procRoot, new ProcReader()).read(500);
  t.is(next.state === 'read' ? next.value.startTicks : null, 2);
});
