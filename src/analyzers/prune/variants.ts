import type { CleanupCandidate } from '../../model/cleanup-candidate.js';
import type { EngineClaims } from '../../model/engine-claims.js';
import { inRange } from '../engine/version.js';

/** One of the engine's own commands, and what it takes. */
export interface PruneVariant {
  readonly command: string;
  /** The row of `docker system df` that stands for the same; `null`: none does. */
  readonly claim: keyof EngineClaims | null;
  readonly takes: (candidate: CleanupCandidate) => boolean;
}

/** Types of records that are left without `--all`. Source: BuildKit, cache/manager.go (`prune`). */
const INTERNAL_TYPES: readonly string[] = ['internal', 'frontend'];

const isContainer = ({ kind }: CleanupCandidate): boolean => kind === 'container';
const isNetwork = ({ kind }: CleanupCandidate): boolean => kind === 'network';
const isImage = ({ kind }: CleanupCandidate): boolean => kind === 'image';
const isDangling = (one: CleanupCandidate): boolean => isImage(one) && one.seen.references?.length === 0;
const isUnused = ({ isUsed }: CleanupCandidate): boolean => !isUsed;
const isRecord = ({ kind }: CleanupCandidate): boolean => kind === 'build-cache';
const isPlainRecord = ({ cache }: CleanupCandidate): boolean =>
  cache !== null && !cache.shared && !INTERNAL_TYPES.includes(cache.type);
const isVolume = ({ kind }: CleanupCandidate): boolean => kind === 'volume';
const isUnusedVolume = (one: CleanupCandidate): boolean => isVolume(one) && isUnused(one);

/**
 * The prune commands of an engine version. From 23.0 on those for volumes leave named ones without `--all` (API 1.42),
 * and anonymous ones that an earlier engine made: they lack the label. Source: moby, volume/service/service.go (`Prune`).
 * Those for the whole system begin with the containers: what only these used goes after them. Source: docker/cli,
 * cli/command/system/prune.go.
 */
export function pruneVariants(version: string | null): readonly PruneVariant[] {
  const takesNamed = inRange(version, null, '23.0.0');
  const volumes = (one: CleanupCandidate): boolean =>
    isVolume(one) && (takesNamed || one.hasAnonymousLabel === true);
  const system = (one: CleanupCandidate): boolean => isContainer(one) || isNetwork(one);
  return [
    { command: 'docker container prune', claim: 'containers', takes: isContainer },
    { command: 'docker image prune', claim: null, takes: (one) => isDangling(one) && isUnused(one) },
    { command: 'docker image prune --all', claim: 'images', takes: (one) => isImage(one) && isUnused(one) },
    {
      command: 'docker volume prune',
      claim: takesNamed ? 'volumes' : null,
      takes: (one) => volumes(one) && isUnused(one),
    },
    ...(takesNamed
      ? []
      : [
          {
            command: 'docker volume prune --all',
            claim: 'volumes' as const,
            takes: isUnusedVolume,
          },
        ]),
    { command: 'docker builder prune', claim: null, takes: isPlainRecord },
    { command: 'docker builder prune --all', claim: 'buildCache', takes: isRecord },
    {
      command: 'docker system prune',
      claim: null,
      takes: (one) => system(one) || isDangling(one) || isPlainRecord(one),
    },
    {
      command: 'docker system prune --all --volumes',
      claim: null,
      takes: (one) => system(one) || isImage(one) || isRecord(one) || volumes(one),
    },
  ];
}
