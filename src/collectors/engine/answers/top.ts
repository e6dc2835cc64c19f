import { z } from 'zod';
import type { EngineProcess } from '../../../model/engine-processes.js';
import { RequestError } from '../request-error.js';
import { type LenientList, parseObject, texts } from './lenient.js';
import { timeOfSeconds } from './time.js';

const answer = z.object({ Titles: texts, Processes: z.array(z.unknown()).nullable().catch(null) });

/** Columns by the titles that procps and busybox give them; the one that comes first in a list is taken. */
const TITLES = {
  pid: ['PID'],
  parentPid: ['PPID'],
  user: ['USER', 'UID'],
  state: ['STAT', 'STATE', 'S'],
  // KiB. Busybox shortens large ones ("19m"), which says too little to be taken for a figure.
  rss: ['RSS', 'RSZ'],
  threads: ['NLWP', 'THCNT'],
  // Of `etimes`, which is in seconds; that of `etime` ("02:11") is not read.
  elapsed: ['ELAPSED'],
  command: ['COMMAND', 'CMD', 'ARGS'],
} as const;

type Column = keyof typeof TITLES;

/** The row's cell under a title: text that says something, else `null`. */
type Cells = (column: Column) => string | null;

function cellsOf(titles: readonly string[], row: readonly string[]): Cells {
  return (column) => {
    const place = TITLES[column].map((title) => titles.indexOf(title)).find((index) => index >= 0);
    return place === undefined ? null : row[place] || null;
  };
}

/** A whole number in digits; `null` for anything else. */
function whole(text: string | null): number | null {
  if (text === null || !/^\d{1,15}$/.test(text)) return null;
  return Number(text);
}

function readRow(cells: Cells, containerId: string, askedAtMs: number): EngineProcess | null {
  const pid = whole(cells('pid'));
  if (pid === null || pid === 0) return null;
  const rss = whole(cells('rss'));
  const elapsed = whole(cells('elapsed'));
  return {
    containerId,
    pid,
    parentPid: whole(cells('parentPid')),
    user: cells('user'),
    state: cells('state'),
    rssBytes: rss !== null && Number.isSafeInteger(rss * 1024) ? rss * 1024 : null,
    threads: whole(cells('threads')),
    startedAt: elapsed === null ? null : timeOfSeconds(Math.floor(askedAtMs / 1000) - elapsed),
    command: cells('command') ?? '',
  };
}

/**
 * `GET /containers/<id>/top`: what `ps` on the engine's host printed, split at white space, the last column taking the
 * rest; only processes of the container's control group are in it (moby daemon/top_unix.go), which zombies have left.
 * @param askedAtMs when the engine answered, milliseconds since 1970 by the engine's own clock
 * @throws RequestError `garbage` when there is no column of process ids
 */
export function parseTop(value: unknown, containerId: string, askedAtMs: number): LenientList<EngineProcess> {
  const { Titles: titles, Processes: rows } = parseObject(answer, value);
  if (!titles.includes('PID')) throw new RequestError('garbage', 'the answer has no process ids');
  const items = (rows ?? []).flatMap((row) => {
    const cells = texts.parse(row);
    return readRow(cellsOf(titles, cells), containerId, askedAtMs) ?? [];
  });
  return { items, rejected: (rows?.length ?? 0) - items.length };
}
