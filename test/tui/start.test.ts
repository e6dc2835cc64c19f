import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import pty from '@lydell/node-pty';
import test, { type ExecutionContext } from 'ava';

const SCRIPT = fileURLToPath(new URL('scripts/run-tui.js', import.meta.url));
const PATIENCE_MS = 30_000;
const LEAVE_ALTERNATE = '\u001B[?1049l';
const SHOW_CURSOR = '\u001B[?25h';

interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

/** As on a person's terminal: Ink draws differently where these say that no person looks on. */
function terminalEnvironment(): Record<string, string> {
  const hidden = new Set(['CI', 'CONTINUOUS_INTEGRATION', 'NO_COLOR', 'FORCE_COLOR']);
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !hidden.has(entry[0]),
  );
  return { ...Object.fromEntries(kept), TERM: 'xterm-256color', COLORTERM: 'truecolor' };
}

/** Runs the script in a terminal; when the overview is shown, `act` gets it; resolves when the process ended. */
function runInPty(t: ExecutionContext, mode: string, act: (terminal: pty.IPty) => void): Promise<Ended> {
  const terminal = pty.spawn(process.execPath, [SCRIPT, mode], {
    cols: 120,
    rows: 40,
    name: 'xterm-256color',
    env: terminalEnvironment(),
  });
  t.timeout(2 * PATIENCE_MS);
  let output = '';
  let ready = false;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      terminal.kill('SIGKILL');
      reject(new Error(`did not end\n${output}`));
    }, PATIENCE_MS);
    terminal.onData((data) => {
      output += data;
      // The charts are drawn last: from then on every part of the TUI is at work.
      if (!ready && output.includes('Filesystem') && output.includes('⣿')) {
        ready = true;
        act(terminal);
      }
    });
    terminal.onExit(({ exitCode, signal }) => {
      clearTimeout(timer);
      resolve({ exitCode: signal === undefined || signal === 0 ? exitCode : 1000 + signal, output });
    });
  });
}

function isRestored(t: ExecutionContext, output: string): void {
  t.true(output.includes('\u001B[?1049h'), 'was on the alternate screen');
  t.true(
    output.lastIndexOf(LEAVE_ALTERNATE) > output.lastIndexOf('\u001B[?1049h'),
    'left the alternate screen',
  );
  t.true(output.lastIndexOf(SHOW_CURSOR) > output.lastIndexOf('\u001B[?25l'), 'shows the cursor');
}

test('q restores the terminal, cancels and leaves the feed, and ends with 0', async (t) => {
  const { exitCode, output } = await runInPty(t, 'sample', (terminal) => terminal.write('q'));
  t.is(exitCode, 0);
  isRestored(t, output);
  t.true(output.slice(output.lastIndexOf(LEAVE_ALTERNATE)).includes('LEFT cancelled=1 listeners=0'));
});

test('Ctrl-C ends with 130, also while something is still at work', async (t) => {
  const { exitCode, output } = await runInPty(t, 'busy', (terminal) => terminal.write('\u0003'));
  t.is(exitCode, 130);
  isRestored(t, output);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} restores the terminal and ends with ${code}`, async (t) => {
    const { exitCode, output } = await runInPty(t, 'busy', (terminal) => process.kill(terminal.pid, signal));
    t.is(exitCode, code);
    isRestored(t, output);
  });
}

test('an error while rendering is printed after the terminal is restored', async (t) => {
  const { exitCode, output } = await runInPty(t, 'broken', () => {});
  t.is(exitCode, 1);
  isRestored(t, output);
  t.true(output.slice(output.lastIndexOf(LEAVE_ALTERNATE)).includes('the report is broken'));
});

test('an error outside of rendering is printed after the terminal is restored', async (t) => {
  const { exitCode, output } = await runInPty(t, 'crash', (terminal) => terminal.write('r'));
  t.not(exitCode, 0);
  isRestored(t, output);
  t.true(output.slice(output.lastIndexOf(LEAVE_ALTERNATE)).includes('the feed is broken'));
});

test('without a terminal it says so and ends', (t) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8', input: '' });
  t.is(status, 1);
  t.regex(stderr, /The TUI needs a terminal/);
  t.is(stdout, '');
});
