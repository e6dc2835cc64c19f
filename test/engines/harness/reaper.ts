import { cleanUp } from './clean-up.js';
import { layoutOf } from './layout.js';

/**
 * Cleans up after a test process that could not do so itself. It is started next to each private engine, in a
 * session of its own, with a pipe from the test process as its input: whatever ends that process (a failing hook, a
 * time limit, Ctrl-C, SIGKILL) closes the pipe. After an ordinary cleanup there is nothing left to do.
 */
const directory = process.argv[2];
if (directory !== undefined) {
  process.stdin.resume();
  process.stdin.on('close', () => {
    cleanUp(layoutOf(directory)).catch((error: unknown) => {
      console.error(`a private engine was left in ${directory}:`, error);
      process.exitCode = 1;
    });
  });
}
