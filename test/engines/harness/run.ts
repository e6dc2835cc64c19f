import { spawn } from 'node:child_process';

/** How to run a command; everything has a default. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Bytes for its standard input, which is empty otherwise. */
  readonly input?: Buffer;
  /** Milliseconds until it is killed; 5 minutes when not given. */
  readonly limitMs?: number;
}

/** How a command ended. `code` is null when a signal ended it. */
export interface RunResult {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const DEFAULT_LIMIT_MS = 300_000;

/** Runs a command without a shell and collects its output. Rejects only when it cannot be started at all. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: 'pipe',
      env: options.env ?? process.env,
      timeout: options.limitMs ?? DEFAULT_LIMIT_MS,
      killSignal: 'SIGKILL',
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A command that ends without reading its input closes the pipe; its exit code tells the story.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

/** Like {@link run}, for a command that must succeed: rejects with its error output when it does not. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Buffer> {
  const result = await run(command, args, options);
  if (result.code === 0) return result.stdout;
  const how = result.code === null ? 'was killed' : `ended with ${result.code}`;
  throw new Error(`${command} ${args.join(' ')} ${how}: ${result.stderr.trim()}`);
}
