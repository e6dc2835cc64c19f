/** One finished system call. */
export interface TracedCall {
  readonly pid: number;
  readonly name: string;
  /** Arguments as strace wrote them, one by one. */
  readonly args: readonly string[];
  /** What follows ` = `, such as `3</etc/passwd>` or `-1 ENOENT (No such file or directory)`. */
  readonly result: string;
}

/** A line of the trace in the order it was written: a call's beginning is told apart from its end. */
export type TraceEvent =
  | { readonly kind: 'started'; readonly pid: number; readonly name: string }
  | { readonly kind: 'call'; readonly call: TracedCall };

/**
 * Splits arguments at the commas of the top level: strings, `<paths>` of descriptors and nested brackets are skipped.
 */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    const skipped = skip(text, i);
    if (skipped > i) {
      part += text.slice(i, skipped + 1);
      i = skipped;
      continue;
    }
    if ('[{('.includes(character)) depth++;
    if (']})'.includes(character)) depth--;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  return part.trim() === '' ? parts : [...parts, part.trim()];
}

/** Index of the last character of the quoted text that begins at `start`; `start` itself where none does. */
function skip(text: string, start: number): number {
  const opening = text[start];
  // `<` belongs to a descriptor only right behind a number or AT_FDCWD: `1<<3` and `<unfinished` are no paths.
  const path = opening === '<' && /[\dD]/.test(text[start - 1] ?? '') && text[start + 1] !== '<';
  if (opening !== '"' && !path) return start;
  const closing = opening === '"' ? '"' : '>';
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === closing) return i;
  }
  return text.length - 1;
}

/** Undoes the escapes of C strings that strace writes; the text is one character per byte. */
export function unescapeC(text: string): string {
  const named: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    v: '\v',
    f: '\f',
    b: '\b',
    a: '\u0007',
  };
  return text.replace(/\\(x[0-9a-f]{2}|[0-7]{1,3}|.)/gs, (_, code: string) => {
    if (code.startsWith('x') && code.length === 3)
      return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return named[code] ?? code;
  });
}

const UNFINISHED = ' <unfinished ...>';

/** Position of the bracket that closes the arguments, given the text behind the opening one; -1 where none does. */
function closingBracket(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    i = skip(text, i);
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && depth-- === 0) return i;
  }
  return -1;
}

function finishedCall(pid: number, text: string): TracedCall | undefined {
  const head = /^([a-z0-9_]+)\(/.exec(text);
  const name = head?.[1];
  if (head === null || name === undefined) return undefined;
  const rest = text.slice(head[0].length);
  const end = closingBracket(rest);
  if (end < 0) return undefined;
  const result = /^\s+= (.*)$/s.exec(rest.slice(end + 1))?.[1];
  return result === undefined ? undefined : { pid, name, args: splitArguments(rest.slice(0, end)), result };
}

/**
 * Reads the output of `strace -f -o FILE`, where each line starts with a process id. A call that another process
 * interrupted is written in two parts (`<unfinished ...>`, `<... NAME resumed>`), which are put together again. Lines
 * about signals and exits, and what cannot be read, are left out.
 */
export function readTrace(text: string): TraceEvent[] {
  const open = new Map<number, string>();
  const events: TraceEvent[] = [];
  for (const line of text.split('\n')) {
    const parts = /^(\d+)\s+(.*)$/s.exec(line);
    if (parts?.[1] === undefined || parts[2] === undefined) continue;
    const pid = Number(parts[1]);
    let body = parts[2];
    if (body.endsWith(UNFINISHED)) {
      open.set(pid, body.slice(0, -UNFINISHED.length));
      events.push({ kind: 'started', pid, name: /^[a-z0-9_]+/.exec(body)?.[0] ?? '' });
      continue;
    }
    const resumed = /^<\.\.\. [a-z0-9_]+ resumed>(.*)$/s.exec(body)?.[1];
    if (resumed !== undefined) {
      body = `${open.get(pid) ?? ''}${resumed}`;
      open.delete(pid);
    }
    const call = finishedCall(pid, body);
    if (call !== undefined) events.push({ kind: 'call', call });
  }
  return events;
}
