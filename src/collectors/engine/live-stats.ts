import { setTimeout as delay } from 'node:timers/promises';
import type { EngineLive, EngineStats } from '../../model/engine-processes.js';
import { parseStats, type StatsAnswer } from './answers/stats.js';
import { askRunning, type GetOfContainer } from './running.js';
import { type Session, speaks } from './session.js';

/**
 * Docker 20.10 answers at the next turn of a collector that takes a second for all containers: those who wait for it
 * together cost no more than one.
 */
const CONCURRENCY = 32;

/** Least time between two readings, for rates. */
const INTERVAL_MS = 250;

/** Ends sooner when cancelled. */
async function pause(session: Session): Promise<void> {
  try {
    await delay(INTERVAL_MS, undefined, { signal: session.signal });
  } catch {
    // Cancelled: the next request says so.
  }
}

/** The same reading once more says nothing of a rate. */
function newer(later: EngineStats | undefined, first: EngineStats): EngineStats | null {
  return later === undefined || Date.parse(later.readAt) <= Date.parse(first.readAt) ? null : later;
}

/**
 * Limits and use of these containers by the engine's `stats`, with a second reading for rates. Engines before API 1.41
 * always take two, a second apart.
 * @param hostMemoryBytes memory of the engine's host; `null` when not known
 */
export async function collectEngineStats(
  session: Session,
  ids: readonly string[],
  hostMemoryBytes: number | null,
): Promise<EngineLive['stats']> {
  const oneShot = speaks(session, '1.41');
  const query = oneShot ? { stream: 'false', 'one-shot': 'true' } : { stream: 'false' };
  const askOne = async (id: string, get: GetOfContainer): Promise<StatsAnswer | null> =>
    parseStats(await get('/stats', query), id, hostMemoryBytes);
  const read = (what: string, missing: string, of: readonly string[]): Promise<StatsAnswer[]> =>
    askRunning(session, { subject: what, ids: of, concurrency: CONCURRENCY, askOne, missing });

  const answers = await read('limits and use', 'limits and use of these containers', ids);
  if (!oneShot || answers.length === 0) {
    return new Map(
      answers.map(({ stats, earlier }) => [
        stats.containerId,
        earlier === null ? { first: stats, later: null } : { first: earlier, later: stats },
      ]),
    );
  }
  await pause(session);
  const again = await read(
    'second reading of limits and use',
    'rates of these containers',
    answers.map(({ stats }) => stats.containerId),
  );
  const later = new Map(again.map(({ stats }) => [stats.containerId, stats]));
  return new Map(
    answers.map(({ stats: first }) => [
      first.containerId,
      { first, later: newer(later.get(first.containerId), first) },
    ]),
  );
}
