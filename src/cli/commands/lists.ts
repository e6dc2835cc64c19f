import { type ListName, LISTS } from '../../report/lists/all.js';
import type { ExitCode } from '../exit.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { runList } from './list.js';

/** Runs the list command of that name. Each case has records of its own type. */
export function runNamedList(name: ListName, options: SourceOptions & ViewOptions): Promise<ExitCode> {
  switch (name) {
    case 'images':
      return runList(LISTS.images, options);
    case 'layers':
      return runList(LISTS.layers, options);
    case 'containers':
      return runList(LISTS.containers, options);
    case 'volumes':
      return runList(LISTS.volumes, options);
    case 'cache':
      return runList(LISTS.cache, options);
    case 'leftovers':
      return runList(LISTS.leftovers, options);
    case 'networks':
      return runList(LISTS.networks, options);
    case 'logs':
      return runList(LISTS.logs, options);
  }
}
