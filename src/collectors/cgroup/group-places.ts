import type { Controller } from './group-path.js';

/** Where the files of one controller of a group are. */
export interface GroupPlace {
  readonly version: 1 | 2;
  readonly directory: string;
  /** Path of the group in its hierarchy. */
  readonly path: string;
}

/** A group's places by controller: on version 1 each may be another one. */
export type GroupPlaces = ReadonlyMap<Controller, GroupPlace>;
