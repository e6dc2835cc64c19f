import { parentPort, workerData } from 'node:worker_threads';
import { DirectoryWalk } from './directory-walk.js';
import {
  CANCELLED,
  type DirectoryTask,
  IDLE_WORKERS,
  type WorkerMessage,
  type WorkerSetup,
} from './walk-messages.js';

const FLUSH_MS = 100;

/** Entry point of a walker thread: works through its own stack, gives away half of it when another thread is idle. */
function run(setup: WorkerSetup): void {
  const port = parentPort;
  if (port === null) throw new Error('walk-worker.js runs as a worker thread only');
  const control = new Int32Array(setup.control);
  const walk = new DirectoryWalk(setup);
  const send = (message: WorkerMessage): void => {
    port.postMessage(message);
  };
  port.on('message', (tasks: readonly DirectoryTask[]) => {
    let stack = [...tasks];
    let flushAt = Date.now() + FLUSH_MS;
    const goOn = (): boolean => {
      if (Date.now() >= flushAt) {
        send({ kind: 'batch', batch: walk.takeBatch() });
        flushAt = Date.now() + FLUSH_MS;
      }
      return Atomics.load(control, CANCELLED) === 0;
    };
    while (goOn()) {
      const task = stack.pop();
      if (task === undefined) break;
      for (const found of walk.read(task, goOn)) stack.push(found);
      if (stack.length > 1 && Atomics.load(control, IDLE_WORKERS) > 0) {
        const half = stack.length >> 1;
        Atomics.sub(control, IDLE_WORKERS, 1);
        send({ kind: 'share', tasks: stack.slice(0, half) });
        stack = stack.slice(half);
      }
    }
    send({ kind: 'batch', batch: walk.takeBatch() });
    send({ kind: 'idle' });
  });
}

run(workerData as WorkerSetup);
