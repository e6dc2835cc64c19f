import { type ListName, LISTS } from '../../report/lists/all.js';
import { LIST_NEEDS } from '../collecting.js';
import type { ExitCode } from '../exit.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { runList } from './list.js';

/** Runs the list command of that name. Each case has records of its own type. */
export function runNamedList(name: ListName, options: SourceOptions & ViewOptions): Promise<ExitCode> {
  const needs = LIST_NEEDS[name];
  switch (name) {
    case 'images':
      return runList(LISTS.images, options, needs);
    case 'layers':
      return runList(LISTS.layers, options, needs);
    case 'containers':
      return runList(LISTS.containers, options, needs);
    case 'volumes':
      return runList(LISTS.volumes, options, needs);
    case 'cache':
      return runList(LISTS.cache, options, needs);
    case 'leftovers':
      return runList(LISTS.leftovers, options, needs);
    case 'networks':
      return runList(LISTS.networks, options, needs);
    case 'logs':
      return runList(LISTS.logs, options, needs);
    case 'processes':
      return runList(LISTS.processes, options, needs);
  }
}
