import { setTimeout as delay } from 'node:timers/promises';
import type { BuildCacheRecord } from '../../../model/build-cache.js';
import { parseBuildCache } from '../answers/build-cache.js';
import { type ContainerUses, parseContainerUses } from '../answers/container-uses.js';
import { parseDiskUsage } from '../answers/disk-usage.js';
import { type ImageNames, parseImageNames, parseImages } from '../answers/images.js';
import type { LenientList } from '../answers/lenient.js';
import type { ChangeAnswer, ChangingConnection } from '../connection.js';
import type { Query } from '../exchange.js';
import { RequestError, toRequestError } from '../request-error.js';
import { speaks } from '../session.js';
import { ALREADY_RUNNING, usageParameters } from '../sizes.js';
import { recentList } from './recent-list.js';
import { sharedQuestion } from './shared-question.js';

/** Time limits in milliseconds, for each request. */
export interface RemovalLimits {
  readonly lookMs: number;
  /** `/system/df` before API 1.42, which walks everything for the build cache. */
  readonly wholeUsageMs: number;
  /** Between two tries of it while somebody else's is under way. */
  readonly pauseMs: number;
  readonly removeMs: number;
}

/** An image and the image that it says it was built on. */
interface ImageParent {
  readonly id: string;
  readonly parentId: string | null;
}

/** A conversation with one engine, in the words of a removal. Every function throws `RequestError`. */
export interface Talk {
  /** Parses the answer of a path; `null` where the engine says that it is not there. */
  find<T>(path: string, parse: (answer: unknown) => T): Promise<T | null>;
  /** Who an image's name or id means now; `null`: nobody. */
  imageNames(nameOrId: string): Promise<ImageNames | null>;
  /** Containers of any state. */
  containers(filters?: Readonly<Record<string, readonly string[]>>): Promise<readonly ContainerUses[]>;
  /** Those that could stand on another one: a list that may be some moments old, without what was removed since. */
  images(): Promise<readonly ImageParent[]>;
  buildCache(): Promise<readonly BuildCacheRecord[]>;
  /** The same as a list that may be some moments old where the engine walks its whole disk for it (API before 1.42). */
  recentBuildCache(): Promise<readonly BuildCacheRecord[]>;
  /** An image or a record has been removed: the lists above know it no more. */
  forget(id: string): void;
  /** The only way to change something. */
  change(method: 'POST' | 'DELETE', path: string, query: Query): Promise<ChangeAnswer>;
  /** The same, for short steps that must not be left half done: deaf to the caller who cancels. */
  untilDone(): Talk;
}

/** With the containerd store 28.5 answers a list with an error when an image is removed meanwhile. */
const LIST_ATTEMPTS = 5;

/** Words of a path: as the docker client writes names, with their slashes. */
export function pathOf(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

/** An entry that cannot be read could be a user of what is to be removed. */
function complete<T>({ items, rejected }: LenientList<T>, what: string): readonly T[] {
  if (rejected === 0) return items;
  throw new RequestError('garbage', `it listed ${rejected} ${what} in a form that bilge does not know`);
}

/** Makes the conversation of a connection that has agreed on a version. */
export function makeTalk(
  connection: ChangingConnection,
  apiVersion: string,
  limits: RemovalLimits,
  signal: AbortSignal | undefined,
): Talk {
  const ask = (path: string, query: Query, timeoutMs = limits.lookMs): Promise<unknown> =>
    connection.get(path, query, { timeoutMs, signal });

  const askList = async <T>(
    path: string,
    query: Query,
    parse: (answer: unknown) => T,
    attempts = LIST_ATTEMPTS,
  ): Promise<T> => {
    try {
      return parse(await ask(path, query));
    } catch (error) {
      if (attempts <= 1 || toRequestError(error).failure !== 'status') throw error;
      return askList(path, query, parse, attempts - 1);
    }
  };

  const listContainers = (query: Query): Promise<readonly ContainerUses[]> =>
    askList('/containers/json', query, (answer) => complete(parseContainerUses(answer), 'containers'));
  const allContainers = sharedQuestion(() => listContainers({ all: '1' }));

  /** Up to 20.10 one such question can be under way, whoever asked it; another one is answered with an error. */
  const wholeUsage = async (deadline: number): Promise<unknown> => {
    try {
      return await ask('/system/df', {}, limits.wholeUsageMs);
    } catch (error) {
      const isBusy = toRequestError(error).message.includes(ALREADY_RUNNING);
      if (!isBusy || performance.now() + limits.pauseMs > deadline) throw error;
      await delay(limits.pauseMs);
      return wholeUsage(deadline);
    }
  };

  const find = async <T>(path: string, parse: (answer: unknown) => T): Promise<T | null> => {
    try {
      return parse(await ask(path, {}));
    } catch (error) {
      if (toRequestError(error).status === 404) return null;
      throw error;
    }
  };

  const isCheap = speaks({ apiVersion }, '1.42');
  const buildCache = sharedQuestion(async () => {
    const answer = isCheap
      ? await ask('/system/df', usageParameters({ apiVersion }, 'build-cache'))
      : await wholeUsage(performance.now() + limits.wholeUsageMs);
    return complete(parseBuildCache(parseDiskUsage(answer).buildCache), 'build cache records');
  });
  const records = recentList(buildCache);
  // With the containerd store an engine takes several milliseconds for each image.
  const images = recentList(
    sharedQuestion(() =>
      askList('/images/json', { all: '1' }, (answer) => complete(parseImages(answer), 'images')),
    ),
  );

  return {
    find,
    imageNames: (nameOrId) => find(`/images/${pathOf(nameOrId)}/json`, parseImageNames),
    containers: (filters) =>
      filters === undefined
        ? allContainers()
        : listContainers({ all: '1', filters: JSON.stringify(filters) }),
    images: images.get,
    buildCache,
    recentBuildCache: isCheap ? buildCache : records.get,
    forget: (id) => {
      images.forget(id);
      records.forget(id);
    },
    change: (method, path, query) =>
      connection.send(method, path, query, { timeoutMs: limits.removeMs, signal }),
    untilDone: () =>
      makeTalk(
        connection,
        apiVersion,
        { ...limits, removeMs: Math.min(limits.lookMs, limits.removeMs) },
        undefined,
      ),
  };
}
