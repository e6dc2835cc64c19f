import xterm from '@xterm/headless';
import pty from '@lydell/node-pty';
import type { ExecutionContext } from 'ava';

export interface TerminalEnd {
  readonly code: number;
  /** Number of the signal that ended it; 0 for none. */
  readonly signal: number;
}

/** A program in a terminal of its own, and what the terminal shows. */
export interface Terminal {
  readonly pid: number;
  /** Every byte that was written so far. */
  written(): string;
  /** The lines on the screen without trailing spaces. */
  screen(): string;
  type(text: string): void;
  /** Waits until the screen satisfies the condition. Rejects with the screen when the program ends before. */
  until(what: string, condition: (screen: string) => boolean): Promise<string>;
  readonly ended: Promise<TerminalEnd>;
}

const PATIENCE_MS = 60_000;

/** Starts a program in a pseudo terminal of 120 by 40. It is killed when the test is over. */
export function openTerminal(
  t: ExecutionContext,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Terminal {
  t.timeout(2 * PATIENCE_MS);
  const size = { cols: 120, rows: 40 };
  const [file = '', ...args] = command;
  const child = pty.spawn(file, args, { ...size, name: 'xterm-256color', env: { ...env } });
  const view = new xterm.Terminal({ ...size, allowProposedApi: true });
  const changed = new Set<() => void>();
  let written = '';
  let isOver = false;
  const screen = (): string => {
    const { active } = view.buffer;
    const lines = Array.from({ length: size.rows }, (_, row) =>
      active.getLine(active.baseY + row)?.translateToString(true),
    );
    return lines.join('\n').trimEnd();
  };
  const announce = (): void => changed.forEach((check) => check());
  child.onData((data) => {
    written += data;
    view.write(data, announce);
  });
  const ended = new Promise<TerminalEnd>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      isOver = true;
      // The screen is complete once everything written before has been taken in.
      view.write('', () => {
        announce();
        resolve({ code: exitCode, signal: signal ?? 0 });
      });
    });
  });
  t.teardown(() => {
    if (!isOver) child.kill('SIGKILL');
    view.dispose();
  });
  return {
    pid: child.pid,
    written: () => written,
    screen,
    type: (text) => child.write(text),
    ended,
    until: (what, condition) =>
      new Promise((resolve, reject) => {
        const settle = (end: () => void): void => {
          changed.delete(check);
          clearTimeout(timer);
          end();
        };
        const check = (): void => {
          if (condition(screen())) settle(() => resolve(screen()));
          else if (isOver) settle(() => reject(new Error(`ended without ${what}:\n${screen()}`)));
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`never shown: ${what}\n${screen()}`))),
          PATIENCE_MS,
        );
        changed.add(check);
        check();
      }),
  };
}
