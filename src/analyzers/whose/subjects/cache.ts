import type { CacheEntry } from '../../removal/cache-entries.js';
import { cacheHolder, imageHolder } from '../holders.js';
import { dataOfRecord } from '../../removal/record-parts.js';
import { figureProvenance } from '../../figures/figure-provenance.js';
import { RemovalSet } from '../removal-set.js';
import type { Holder, Subject, SubjectAnswer, SubjectPlace } from '../subject.js';
import { describeRemoval } from '../to-free.js';
import type { WhoseHost } from '../whose-host.js';
import { keysOfPaths, partNameOf } from './keys-of-paths.js';

/** Build cache records. Data that is a layer belongs to the layer; its key finds both. */
export function cacheSubjects(host: WhoseHost): Subject[] {
  return host.cache.map((entry): Subject => {
    const places = placesOf(host, entry);
    const found = keysOfPaths(places.map(({ path }) => path));
    return {
      kind: 'build-cache',
      root: entry.root?.path ?? null,
      id: entry.record.id,
      name: entry.record.description === '' ? null : entry.record.description,
      keys: [entry.record.id, ...found.keys],
      words: found.words,
      places,
      answer: () => answerCache(host, entry),
    };
  });
}

function placesOf(host: WhoseHost, entry: CacheEntry): SubjectPlace[] {
  const { root, directories } = entry;
  const own =
    root === null
      ? []
      : directories.map((path, i) => ({ root, path, part: i === 0 ? 'its directory' : partNameOf(path) }));
  const steps = host.stores.flatMap((store) =>
    [...store.steps].flatMap(([mount, owner]) => {
      if (owner !== entry) return [];
      const paths = [mount.writable, mount.init].filter((path) => path !== null);
      return [
        ...paths.map((path) => ({ root: store.root, path, part: 'its directory' })),
        ...mount.metadata.map((path) => ({ root: store.root, path, part: partNameOf(path) })),
      ];
    }),
  );
  return [...own, ...steps];
}

function answerCache(host: WhoseHost, entry: CacheEntry): SubjectAnswer {
  const { record } = entry;
  const report = host.cacheReport(entry);
  const hidden = report?.hidden ?? null;
  const what = record.description === '' ? '' : `: ${record.description}`;
  const shared =
    report?.shared === true ? '; its data is a layer that stays with an image or a container' : '';
  const path = report?.path ?? null;
  const at = path === null ? null : host.view.rootAt(path);
  return {
    path,
    category:
      at === null || path === null
        ? null
        : (host.ownerOf(at, path.slice(at.path.length + 1))?.category ?? null),
    description: `a build cache record (${record.type})${what}${shared}`,
    allocatedBytes: report?.allocatedBytes ?? null,
    inodes: report?.inodes ?? null,
    holders: [
      ...entry.children.map((child) => cacheHolder(host, child, 'stands on it')),
      ...sharers(host, entry),
    ],
    toFree: describeRemoval(new RemovalSet(host).addCache(entry), hidden),
    hidden,
    evidence: null,
    ...figureProvenance(report, 'allocatedBytes'),
  };
}

/** Images that hold the layer with the record's data. */
function sharers(host: WhoseHost, entry: CacheEntry): Holder[] {
  return host.stores.flatMap((store) => {
    if (!store.cacheParts.has(entry)) return [];
    const layer = dataOfRecord(store.graph, entry.record);
    return layer === null
      ? []
      : store.imagesOf(layer).map((id) => imageHolder(store, id, 'has its data as a layer'));
  });
}
