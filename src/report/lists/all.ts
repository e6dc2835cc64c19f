import { cacheList } from './cache.js';
import type { Column } from './column.js';
import { containerList } from './containers.js';
import { imageList } from './images.js';
import { layerList } from './layers.js';
import { leftoverList } from './leftovers.js';
import { logList } from './logs.js';
import { networkList } from './networks.js';
import { processList } from './processes.js';
import { volumeList } from './volumes.js';

/** Every list by the name of its command, in the order of the views. */
export const LISTS = {
  images: imageList,
  layers: layerList,
  containers: containerList,
  volumes: volumeList,
  cache: cacheList,
  leftovers: leftoverList,
  networks: networkList,
  logs: logList,
  processes: processList,
} as const;

export type ListName = keyof typeof LISTS;

export const LIST_NAMES = [
  'images',
  'layers',
  'containers',
  'volumes',
  'cache',
  'leftovers',
  'networks',
  'logs',
  'processes',
] as const satisfies readonly ListName[];

/** What is told of a column. */
type ColumnHelp = Pick<Column<never>, 'key' | 'help'>;

/**
 * The columns of a list, for its `--help`.
 * @param condition with which option they are there.
 */
export function columnHelp({ columns }: { readonly columns: readonly ColumnHelp[] }, condition = ''): string {
  const width = Math.max(...columns.map((column) => column.key.length));
  const lines = columns.map(({ key, help }) => `  ${key.padEnd(width)}  ${help}`);
  return [
    '',
    `Columns for --sort and --filter${condition === '' ? '' : ` ${condition}`} (where there is room, and always those that you sort or filter by):`,
    ...lines,
  ].join('\n');
}
