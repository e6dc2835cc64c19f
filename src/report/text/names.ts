import type { Category } from '../../model/category.js';
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

/** Short form of an id for people, as the docker CLI shows it: 12 hex digits. */
export function shortId(id: string): string {
  const colon = id.indexOf(':');
  return cleanText((colon < 0 ? id : id.slice(colon + 1)).slice(0, 12));
}
