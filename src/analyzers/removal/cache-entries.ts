import type { BuildCacheRecord } from '../../model/build-cache.js';
import { contentPath, besidePaths } from '../store/graphdriver-store.js';
import type { HostView } from '../host-view.js';
import type { RootView } from '../root-view.js';

/** A build cache record and what stands on it. */
export interface CacheEntry {
  readonly record: BuildCacheRecord;
  /** The root whose database has it; `null` when only the engine told. */
  readonly root: RootView | null;
  /** Records that name it as their parent: BuildKit removes none before them. */
  readonly children: readonly CacheEntry[];
  /** Its own directory with what lies beside it, relative to its root; empty where its data is a layer. */
  readonly directories: readonly string[];
}

/** Every build cache record of the host, from the same sources as the report's list. */
export function cacheEntries(view: HostView): CacheEntry[] {
  const entries = view.roots.flatMap((root) => {
    const { buildCache } = root.inventory.records;
    return link(root, buildCache ?? (root === view.primary ? (view.engine?.buildCache ?? []) : []));
  });
  return view.primary === null ? [...entries, ...link(null, view.engine?.buildCache ?? [])] : entries;
}

function link(root: RootView | null, records: readonly BuildCacheRecord[]): CacheEntry[] {
  const children = new Map<string, CacheEntry[]>();
  const entries = records.map((record): CacheEntry => {
    const own = children.get(record.id) ?? [];
    children.set(record.id, own);
    return { record, root, children: own, directories: directoriesOf(root, record) };
  });
  for (const entry of entries) {
    for (const parent of new Set(entry.record.parents)) children.get(parent)?.push(entry);
  }
  return entries;
}

/** The record does not say in which driver's directory its data lies; only one driver has it. */
function directoriesOf(root: RootView | null, { cacheId }: BuildCacheRecord): string[] {
  if (root === null || cacheId === null) return [];
  const stores = root.inventory.records.stores.map((store) => ({
    store,
    content: contentPath(store, cacheId),
  }));
  const found =
    stores.find(({ content }) => content !== null && root.usage.at(content) !== null) ?? stores[0];
  if (found === undefined) return [];
  return [...(found.content === null ? [] : [found.content]), ...besidePaths(found.store, cacheId)];
}
