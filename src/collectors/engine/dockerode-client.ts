import type { EngineInventory } from '../../model/engine.js';
import type { Problem } from '../../model/problem.js';
import { type DaemonProcess, findDaemonProcess } from '../proc/daemon-process.js';
import { parseInfo } from './answers/info.js';
import { NO_STANDING, parseStanding } from './answers/standing.js';
import type { VersionAnswer } from './answers/version.js';
import { withContainerSize, withImageSize, withVolumeSize } from './apply-sizes.js';
import type { EngineAnswer, EngineClient, EngineQuery } from './client.js';
import { type Connection, openConnection } from './connection.js';
import { type Contact, makeContact } from './contact.js';
import { collectContainerDetails, collectImageDetails } from './details.js';
import type { Endpoint } from './endpoint.js';
import { engineFacts } from './facts.js';
import { collectLists } from './lists.js';
import { collectLive } from './live.js';
import { contactProblem, endpointWarning } from './problems.js';
import { RequestError } from './request-error.js';
import { ask, type Session, type TimeLimits } from './session.js';
import { collectBuildCache, collectSizes, type EngineSizes, NO_SIZES } from './sizes.js';

/** Time limits in milliseconds, and where things are. */
export interface EngineClientOptions extends Partial<TimeLimits> {
  /** The proc filesystem in which the daemon of a local socket is looked for. */
  readonly procRoot?: string;
  /** The program for ssh endpoints. */
  readonly sshCommand?: string;
}

const DEFAULT_LIMITS: TimeLimits = { timeoutMs: 5000, listTimeoutMs: 15_000, sizesTimeoutMs: 120_000 };

/** Limits of which none is above `patienceMs`. */
function limited(limits: TimeLimits, patienceMs = Infinity): TimeLimits {
  return {
    timeoutMs: Math.min(limits.timeoutMs, patienceMs),
    listTimeoutMs: Math.min(limits.listTimeoutMs, patienceMs),
    sizesTimeoutMs: Math.min(limits.sizesTimeoutMs, patienceMs),
  };
}

/** Connects and agrees on a version; an error is returned, for it is an expected end. */
async function open(
  endpoint: Endpoint,
  sshCommand: string | undefined,
  limits: TimeLimits,
  signal: AbortSignal | undefined,
): Promise<({ connection: Connection } & Contact) | RequestError> {
  const connection = await openConnection(endpoint, sshCommand);
  try {
    return { connection, ...(await makeContact(connection, { timeoutMs: limits.timeoutMs, signal })) };
  } catch (error) {
    connection.close();
    if (error instanceof RequestError) return error;
    throw error;
  }
}

async function sizesOrBuildCache(session: Session, { sizes, lists }: EngineQuery): Promise<EngineSizes> {
  if (sizes) return collectSizes(session);
  return lists === 'live' ? NO_SIZES : { ...NO_SIZES, buildCache: await collectBuildCache(session) };
}

async function collectInventory(
  session: Session,
  version: VersionAnswer,
  query: EngineQuery,
  lookForDaemon: () => Promise<DaemonProcess | null>,
): Promise<EngineInventory> {
  const [told, lists, daemon] = await Promise.all([
    ask(session, {
      subject: 'facts about itself',
      path: '/info',
      timeoutMs: session.limits.listTimeoutMs,
      parse: (answer) => ({
        info: parseInfo(answer, version.podman),
        host: parseStanding(answer, Date.now()),
      }),
      missing: 'storage driver, data root and configuration of the engine',
    }),
    collectLists(session, query.lists),
    lookForDaemon(),
  ]);
  session.problems.push(...(daemon?.problems ?? []));
  const { volumes, networks } = lists;
  const containers =
    lists.containers && query.details !== false
      ? await collectContainerDetails(session, lists.containers)
      : lists.containers;
  // Layers of images cost a request each; who can read the disk finds them there.
  const images =
    lists.images && query.sizes ? await collectImageDetails(session, lists.images) : lists.images;
  const [sizes, live] = await Promise.all([
    sizesOrBuildCache(session, query),
    query.live === true && containers !== null
      ? collectLive(session, containers, told?.host ?? NO_STANDING, version.podman)
      : null,
  ]);
  return {
    facts: engineFacts(session.endpoint, version, session.apiVersion, told?.info ?? null, daemon),
    containers: containers?.map((entry) => withContainerSize(entry, sizes)) ?? null,
    images: images?.map((entry) => withImageSize(entry, sizes)) ?? null,
    volumes: volumes?.map((entry) => withVolumeSize(entry, sizes)) ?? null,
    networks,
    buildCache: sizes.buildCache,
    layersBytes: sizes.layersBytes,
    live,
  };
}

/**
 * A client of the engine at an endpoint. Each `collect` has its own connections and closes them; it never throws, and
 * ends within the time limits whatever the other side does.
 */
export function createEngineClient(endpoint: Endpoint, options: EngineClientOptions = {}): EngineClient {
  const { procRoot = '/proc', sshCommand, ...given } = options;
  const allLimits: TimeLimits = { ...DEFAULT_LIMITS, ...given };
  const { socketPath } = endpoint;
  const lookForDaemon = (): Promise<DaemonProcess | null> =>
    socketPath === null ? Promise.resolve(null) : findDaemonProcess({ socketPath, procRoot });

  async function collect(query: EngineQuery): Promise<EngineAnswer> {
    const { sizes, signal } = query;
    const limits = limited(allLimits, query.patienceMs);
    const problems: Problem[] = endpoint.warnings.map((warning) => endpointWarning(endpoint, warning));
    const opened = await open(endpoint, sshCommand, limits, signal);
    if (opened instanceof RequestError) {
      return { inventory: null, problems: [...problems, contactProblem(endpoint, opened, sizes)] };
    }
    const { connection, version, apiVersion } = opened;
    try {
      const session: Session = { endpoint, connection, apiVersion, limits, signal, problems };
      return { inventory: await collectInventory(session, version, query, lookForDaemon), problems };
    } finally {
      connection.close();
    }
  }
  return { collect };
}
