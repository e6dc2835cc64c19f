import type { ContainerRecord } from '../../model/container.js';
import type { ImageRecord } from '../../model/image.js';
import { withContainerDetails } from './answers/containers.js';
import { withImageDetails } from './answers/images.js';
import { mapConcurrently } from './concurrency.js';
import { listProblem } from './problems.js';
import { type RequestError, toRequestError } from './request-error.js';
import type { Session } from './session.js';

/** Requests for single objects at the same time. */
const CONCURRENCY = 8;

/** One object that hangs is its own problem; this many say that the engine hangs. */
const MAX_TIMEOUTS = CONCURRENCY;

interface Kind<T> {
  readonly subject: string;
  readonly path: (id: string) => string;
  readonly merge: (record: T, answer: unknown) => T;
  readonly missing: string;
}

/** The details of every record. What vanished since it was listed is left out; what failed stays as it was listed. */
async function collectDetails<T extends { readonly id: string }>(
  session: Session,
  records: readonly T[],
  kind: Kind<T>,
): Promise<T[]> {
  const limits = { timeoutMs: session.limits.timeoutMs, signal: session.signal };
  let timeouts = 0;
  let failed = 0;
  let firstFailure: RequestError | null = null;
  const detailed = await mapConcurrently(records, CONCURRENCY, async (record) => {
    if (timeouts >= MAX_TIMEOUTS) {
      failed++;
      return record;
    }
    try {
      const path = kind.path(encodeURIComponent(record.id));
      return kind.merge(record, await session.connection.get(path, {}, limits));
    } catch (error) {
      const failure = toRequestError(error);
      if (failure.status === 404) return null;
      if (failure.failure === 'timeout') timeouts++;
      failed++;
      firstFailure ??= failure;
      return record;
    }
  });
  if (failed > 0) {
    const reason = toRequestError(firstFailure).message;
    const message = `The engine gave no details of ${failed} of ${records.length} ${kind.subject}: ${reason}.`;
    session.problems.push(listProblem(session.endpoint, message, kind.missing, null));
  }
  return detailed.filter((record) => record !== null);
}

/** Containers with state, process, mounts and log settings. */
export function collectContainerDetails(
  session: Session,
  containers: readonly ContainerRecord[],
): Promise<ContainerRecord[]> {
  return collectDetails(session, containers, {
    subject: 'containers',
    path: (id) => `/containers/${id}/json`,
    merge: withContainerDetails,
    missing: 'process, times, mounts and log settings of these containers, as the engine sees them',
  });
}

/** Images with their layers, platform and time of tagging. */
export function collectImageDetails(
  session: Session,
  images: readonly ImageRecord[],
): Promise<ImageRecord[]> {
  return collectDetails(session, images, {
    subject: 'images',
    path: (id) => `/images/${id}/json`,
    merge: withImageDetails,
    missing: 'layers and platform of these images',
  });
}
