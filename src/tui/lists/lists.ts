import type { ListScreen } from '../state/state.js';
import { containerList } from './container-list.js';
import type { Look } from './context.js';
import { imageList } from './image-list.js';
import { layerList } from './layer-list.js';
import { createList, type List } from './select.js';
import { volumeList } from './volume-list.js';

/** All lists, with memories of their own: one set per session. */
export type Lists = Readonly<Record<ListScreen, List>>;

export function createLists(look: Look): Lists {
  return {
    images: createList(imageList, look),
    layers: createList(layerList, look),
    containers: createList(containerList, look),
    volumes: createList(volumeList, look),
  };
}
