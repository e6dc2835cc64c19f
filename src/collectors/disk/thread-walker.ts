import { lstat, statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { WalkResult } from '../../model/walk.js';
import { errorCode } from '../error-code.js';
import { BTRFS_MAGIC } from './btrfs.js';
import {
  CANCELLED,
  type DirectoryTask,
  IDLE_WORKERS,
  type WalkBatch,
  type WorkerMessage,
  type WorkerSetup,
} from './walk-messages.js';
import { emptyGroupTally, WalkTally } from './walk-tally.js';
import type { DiskWalker, WalkRequest } from './walker.js';

const PROGRESS_MS = 250;

export interface ThreadWalkerOptions {
  /** Worker threads; by default one per core, four at most: beyond that the disk is the limit. */
  readonly threads?: number;
  /** Milliseconds between two calls of `onProgress`; 250 by default. */
  readonly progressMs?: number;
}

/** Walks with worker threads that share the directories still to be read. */
export class ThreadWalker implements DiskWalker {
  readonly #threads: number;
  readonly #progressMs: number;

  constructor(options: ThreadWalkerOptions = {}) {
    this.#progressMs = options.progressMs ?? PROGRESS_MS;
    this.#threads = Math.max(1, options.threads ?? Math.min(4, availableParallelism()));
  }

  async walk(request: WalkRequest): Promise<WalkResult> {
    const startedAt = performance.now();
    const tally = new WalkTally();
    const first = await countRoot(request.root, tally);
    if (first === null) return tally.result('complete', performance.now() - startedAt);
    const setup: WorkerSetup = {
      root: request.root,
      groups: request.groups,
      mountPoints: request.mountPoints,
      excluded: request.excluded,
      btrfs: await isBtrfs(request.root),
      control: new SharedArrayBuffer(8),
    };
    const crew = new Crew(setup, this.#threads, tally);
    const { onProgress } = request;
    const timer = setInterval(() => {
      onProgress?.(tally.result('running', performance.now() - startedAt));
    }, this.#progressMs);
    try {
      const finished = await crew.run(first, request.signal);
      return tally.result(finished ? 'complete' : 'cancelled', performance.now() - startedAt);
    } finally {
      clearInterval(timer);
      await crew.dismiss();
    }
  }
}

async function isBtrfs(path: string): Promise<boolean> {
  try {
    return (await statfs(path)).type === BTRFS_MAGIC;
  } catch {
    return false;
  }
}

/** Counts the root directory itself. `null`: there is nothing below it to walk, and the tally says why. */
async function countRoot(root: string, tally: WalkTally): Promise<DirectoryTask | null> {
  try {
    const stats = await lstat(root);
    tally.addGroup({
      ...emptyGroupTally(''),
      allocatedBytes: stats.blocks * 512,
      apparentBytes: stats.isDirectory() ? 0 : stats.size,
      inodes: 1,
      newestMs: Math.max(stats.mtimeMs, stats.ctimeMs),
    });
    if (!stats.isDirectory()) return null;
    return { path: root, relative: '', device: stats.dev, inode: stats.ino, group: '' };
  } catch (error) {
    tally.addGroup({ ...emptyGroupTally(''), unreadable: 1 });
    tally.addUnreadable({ path: root, code: errorCode(error) });
    return null;
  }
}

/** The worker threads of one walk and the directories that wait for one of them. */
class Crew {
  readonly #setup: WorkerSetup;
  readonly #control: Int32Array;
  readonly #size: number;
  readonly #tally: WalkTally;
  readonly #workers: Worker[] = [];
  readonly #idle = new Set<Worker>();
  #queue: DirectoryTask[] = [];

  constructor(setup: WorkerSetup, size: number, tally: WalkTally) {
    this.#setup = setup;
    this.#control = new Int32Array(setup.control);
    this.#size = size;
    this.#tally = tally;
  }

  /** Resolves with true when every directory was read, false when the signal ended the walk. */
  run(first: DirectoryTask, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        Atomics.store(this.#control, CANCELLED, 1);
      };
      if (signal?.aborted === true) {
        resolve(false);
        return;
      }
      signal?.addEventListener('abort', cancel, { once: true });
      const settle = (): void => {
        if (this.#idle.size < this.#size) return;
        const cancelled = Atomics.load(this.#control, CANCELLED) === 1;
        if (!cancelled && this.#queue.length > 0) return;
        signal?.removeEventListener('abort', cancel);
        resolve(!cancelled);
      };
      this.#queue = [first];
      for (let i = 0; i < this.#size; i++) {
        const worker = new Worker(new URL('walk-worker.js', import.meta.url), { workerData: this.#setup });
        this.#workers.push(worker);
        this.#idle.add(worker);
        worker.on('error', (error) => {
          signal?.removeEventListener('abort', cancel);
          reject(error);
        });
        worker.on('message', (message: WorkerMessage) => {
          this.#receive(worker, message);
          settle();
        });
      }
      this.#assign();
    });
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #receive(worker: Worker, message: WorkerMessage): void {
    if (message.kind === 'batch') {
      addBatch(this.#tally, message.batch);
      return;
    }
    if (message.kind === 'share') this.#queue = this.#queue.concat(message.tasks);
    else this.#idle.add(worker);
    this.#assign();
  }

  #assign(): void {
    if (Atomics.load(this.#control, CANCELLED) === 0) {
      for (const worker of this.#idle) {
        if (this.#queue.length === 0) break;
        const share = Math.ceil(this.#queue.length / this.#idle.size);
        this.#idle.delete(worker);
        worker.postMessage(this.#queue.splice(0, share));
      }
    }
    Atomics.store(this.#control, IDLE_WORKERS, this.#idle.size);
  }
}

function addBatch(tally: WalkTally, batch: WalkBatch): void {
  for (const group of batch.groups) tally.addGroup(group);
  for (const link of batch.links) tally.addLink(link);
  for (const entry of batch.unreadable) tally.addUnreadable(entry);
  for (const path of batch.mountsSkipped) tally.addMountSkipped(path);
  for (const path of batch.excluded) tally.addExcluded(path);
  tally.addVanished(batch.vanished);
}
