import type { CollectOptions } from '../collectors/collect-options.js';
import type { ListName } from '../report/lists/all.js';
import { collectFrom } from './host.js';

/** How much a command needs. */
export type CollectNeeds = Pick<CollectOptions, 'scope' | 'parts' | 'intervalMs'>;

/** Sizes alone: nobody asks what runs. */
export const SIZES: CollectNeeds = { parts: [] };

/** What each list shows; what it does not show is not collected. */
export const LIST_NEEDS: Readonly<Record<ListName, CollectNeeds>> = {
  images: SIZES,
  layers: SIZES,
  containers: { parts: ['processes', 'control', 'networks'] },
  volumes: SIZES,
  cache: SIZES,
  leftovers: SIZES,
  networks: { scope: 'live', parts: ['networks'] },
  logs: SIZES,
  processes: { scope: 'live', parts: ['processes'] },
};

/** Collects what is needed and no more. */
export function collecting(needs: CollectNeeds): typeof collectFrom {
  return (options, collect) => collectFrom(options, { ...collect, ...needs });
}
