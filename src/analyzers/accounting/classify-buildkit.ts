import { BUILD_BUNDLES, BUILD_CONTENT } from '../../model/data-root-layout.js';
import type { ClassifyContext } from './classify-context.js';
import { leftoverAt, type Owner, ownedBy } from './owner.js';

/** Identity of a build step. Source: BuildKit, identity/randomid.go. */
const STEP = /^[0-9a-z]{25}$/;

const OTHERWISE = { otherwise: 'build-cache' } as const;

/** Whose a group below `buildkit/` is. */
export function classifyBuildKit(names: readonly string[], { buildContent }: ClassifyContext): Owner {
  const path = names.join('/');
  const [, , third = '', , blob] = names;
  const cache = ownedBy('build-cache');
  if (path === `${BUILD_BUNDLES}/${third}` && STEP.test(third)) {
    const evidence = 'the bundle of a build step that was broken off: the step removes it when it ends';
    return leftoverAt('orphaned-build-bundle', path, evidence, { ...OTHERWISE, mayRunLong: true });
  }
  if (buildContent === null || !path.startsWith(`${BUILD_CONTENT}/`)) return cache;
  if (third === 'blobs' && blob !== undefined && !buildContent.kept.has(path)) {
    const evidence = buildContent.recorded.has(path)
      ? 'a blob of the build cache that no lease, image or label keeps'
      : 'a blob that BuildKit’s content database does not have';
    return leftoverAt('unreferenced-blob', path, evidence, OTHERWISE);
  }
  if (third === 'ingest' && names.length > 3 && !buildContent.ingests.has(path)) {
    const evidence = 'a download of the build cache that was broken off: no lease keeps it';
    return leftoverAt('stale-ingest', path, evidence, OTHERWISE);
  }
  return cache;
}
