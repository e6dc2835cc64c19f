import { execFile } from 'node:child_process';
import { errorCode } from '../error-code.js';

/** Standard output, or why there is none. `ENOENT`: the tool is not installed. */
export type ToolResult =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** Runs a tool with arguments, and no shell in between. Never rejects. */
export type RunTool = (program: string, args: readonly string[]) => Promise<ToolResult>;

const LIMIT_MS = 5000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

/** Where administrators' tools are, also where PATH does not say so. */
const ADMIN_PATH = '/usr/local/sbin:/usr/sbin:/sbin';

/**
 * Runs a tool for a few seconds at most. A tool that hangs in the kernel cannot be killed, and is not waited for.
 * @param limitMs milliseconds it may take.
 */
export function runTool(program: string, args: readonly string[], limitMs = LIMIT_MS): Promise<ToolResult> {
  return new Promise((resolve) => {
    const env = { PATH: `${process.env['PATH'] ?? ''}:${ADMIN_PATH}`, LC_ALL: 'C' };
    const child = execFile(program, args, { env, maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      clearTimeout(timer);
      if (error === null) resolve({ ok: true, output: stdout });
      else
        resolve({ ok: false, code: errorCode(error, 'FAILED'), detail: firstLine(stderr) ?? error.message });
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      resolve({ ok: false, code: 'TIMEOUT', detail: `it did not answer within ${limitMs / 1000} seconds` });
    }, limitMs);
  });
}

function firstLine(text: string): string | null {
  const [line = ''] = text.trim().split('\n');
  return line === '' ? null : line;
}
