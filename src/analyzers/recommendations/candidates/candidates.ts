import type { BuildCacheRecord } from '../../../model/build-cache.js';
import type { CleanupBasis, CleanupCandidate } from '../../../model/cleanup-candidate.js';
import type { CleanupPolicy } from '../../../model/policy.js';
import type { ImageReport } from '../../../report/types.js';
import type { HostHolders } from '../../removal/host-holders.js';
import type { ObjectSource, RemovalReports } from '../../removal/objects.js';
import type { RemovalModel } from '../../removal/removal-model.js';
import { latestUse } from '../last-use.js';
import { protectionOf } from '../protection.js';
import { buildCacheFacts } from './build-cache.js';
import { containerFacts } from './container.js';
import type { CandidateFacts } from './facts.js';
import { imageFacts } from './image.js';
import { networkFacts } from './network.js';
import { newestOfRepositories } from './newest.js';
import { volumeFacts } from './volume.js';

export type Candidates = Pick<CleanupBasis, 'candidates' | 'protected'>;

/**
 * What the engine can remove, of all objects: without what stands against it, what is protected, and what cannot go
 * because one of these holds it. What is protected is kept in the arithmetic as well.
 */
export function findCandidates(
  holders: HostHolders,
  model: RemovalModel,
  reports: RemovalReports,
  policy: CleanupPolicy,
  now: number,
): Candidates {
  const images = new Map(reports.images.map((report) => [imageKey(report), report]));
  const told = new Map((holders.view.engine?.buildCache ?? []).map((record) => [record.id, record]));
  const protects = protectionOf(policy.protect);
  const newest = newestOfRepositories(reports.images, policy.protectNewest);
  const found = new Map<number, CleanupCandidate>();
  const kept: Candidates['protected'][number][] = [];
  for (const [position, object] of model.objects.entries()) {
    const source = model.sourceOf(position);
    const facts = source === undefined ? null : factsOf(holders, source, object, images, told);
    if (facts === null) continue;
    const { kind, id, name, root, obstacle } = object;
    const { names, labels, uses, ...rest } = facts;
    const isNewest = kind === 'image' && newest.has(id);
    const why = protects({ id, names, labels }) ?? (isNewest ? 'one of the newest of its repository' : null);
    if (why !== null) {
      kept.push({ kind, id, name, why });
      model.keep(position);
    } else if (obstacle === null) {
      found.set(position, { position, kind, id, name, root, ...rest, ...latestUse(uses, now) });
    }
  }
  return { candidates: withoutHeld(model, found), protected: kept };
}

/** Those that can go when all of them do. */
function withoutHeld(
  model: RemovalModel,
  found: ReadonlyMap<number, CleanupCandidate>,
): ReadonlyMap<number, CleanupCandidate> {
  for (const position of found.keys()) model.mark(position);
  const free = new Map([...found].filter(([position]) => model.isRemoved(position)));
  model.clear();
  return free;
}

function imageKey({ root, id, storageDriver }: Pick<ImageReport, 'root' | 'id' | 'storageDriver'>): string {
  return `${root ?? ''}\0${id}\0${storageDriver ?? ''}`;
}

function factsOf(
  holders: HostHolders,
  source: ObjectSource,
  object: RemovalModel['objects'][number],
  images: ReadonlyMap<string, ImageReport>,
  told: ReadonlyMap<string, BuildCacheRecord>,
): CandidateFacts | null {
  switch (source.kind) {
    case 'container': {
      const report = holders.containerReport(source.container);
      return report === undefined ? null : containerFacts(report);
    }
    case 'image': {
      const report = images.get(imageKey(object));
      return report === undefined ? null : imageFacts(report, source.place);
    }
    case 'volume': {
      const report = holders.volumeReport(source.volume);
      return report === undefined ? null : volumeFacts(report, source.volume);
    }
    case 'build-cache': {
      const report = holders.cacheReport(source.entry);
      return report === undefined ? null : buildCacheFacts(report, told.get(report.id));
    }
    case 'network':
      return networkFacts(source.report);
  }
}
