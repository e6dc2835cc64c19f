import { containerList } from './containers.js';
import { imageList } from './images.js';
import { layerList } from './layers.js';
import { volumeList } from './volumes.js';

/** Every list by the name of its command. */
export const LISTS = {
  images: imageList,
  layers: layerList,
  containers: containerList,
  volumes: volumeList,
} as const;

export type ListName = keyof typeof LISTS;

/** The columns of a list, for its `--help`. */
export function columnHelp(name: ListName): string {
  const { columns } = LISTS[name];
  const width = Math.max(...columns.map((column) => column.key.length));
  const lines = columns.map(({ key, help }) => `  ${key.padEnd(width)}  ${help}`);
  return ['', 'Columns for --sort and --filter:', ...lines].join('\n');
}
