import type { Category } from '../../model/category.js';
import type { RootKind, RootOrigin } from '../../model/inventory.js';
import type { RootReport } from '../types.js';
import { cleanText } from './clean-text.js';

/** Titles of the categories, as every text view shows them. */
export const CATEGORY_TITLES: Readonly<Record<Category, string>> = {
  'image-layers': 'Image layers',
  'image-content': 'Image content',
  'writable-layers': 'Writable layers',
  'container-logs': 'Container logs',
  'container-metadata': 'Container metadata',
  volumes: 'Volumes',
  'build-cache': 'Build cache',
  'image-metadata': 'Image metadata',
  'engine-state': 'Engine state',
  'other-namespaces': 'Other namespaces',
  leftovers: 'Leftovers',
};

const ROOT_KIND_WORDS: Readonly<Record<RootKind, string>> = {
  'data-root': 'data root',
  'containerd-root': 'root of containerd, which others may use as well',
};

const ROOT_ORIGIN_WORDS: Readonly<Record<RootOrigin, string>> = {
  engine: 'the running engine keeps its data here',
  named: 'named on the command line',
  default: 'the usual place',
  'userns-remap': 'of remapped users, inside another data root',
  configuration: 'a daemon configuration file names it',
  process: 'another engine on this host uses it',
  rootless: 'of one user’s rootless engine',
  sample: 'the capture that comes with bilge',
};

/** What a root is and why bilge looks at it, in words. */
export function rootOrigin({ kind, origin }: Pick<RootReport, 'kind' | 'origin'>): string {
  return `${ROOT_KIND_WORDS[kind]}: ${ROOT_ORIGIN_WORDS[origin]}`;
}

/** Short form of an id for people, as the docker CLI shows it: 12 hex digits. */
export function shortId(id: string): string {
  const colon = id.indexOf(':');
  return cleanText((colon < 0 ? id : id.slice(colon + 1)).slice(0, 12));
}
