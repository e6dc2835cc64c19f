import type { ListScreen } from '../state/state.js';
import type { Look } from './context.js';
import { createList, type List } from './select.js';
import {
  cacheSpec,
  containerSpec,
  imageSpec,
  layerSpec,
  leftoverSpec,
  logSpec,
  networkSpec,
  processSpec,
  volumeSpec,
} from './specs.js';

/** All lists, with memories of their own: one set per session. */
export type Lists = Readonly<Record<ListScreen, List>>;

export function createLists(look: Look): Lists {
  return {
    images: createList(imageSpec, look),
    layers: createList(layerSpec, look),
    containers: createList(containerSpec, look),
    volumes: createList(volumeSpec, look),
    cache: createList(cacheSpec, look),
    leftovers: createList(leftoverSpec, look),
    networks: createList(networkSpec, look),
    logs: createList(logSpec, look),
    processes: createList(processSpec, look),
  };
}
