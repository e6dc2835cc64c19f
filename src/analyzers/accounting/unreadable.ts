import { CATEGORIES, type Category } from '../../model/category.js';
import { BUILDKIT, CONTAINERS, STORAGE_DRIVERS, VOLUMES } from '../../model/data-root-layout.js';
import type { WalkGroup } from '../../model/walk.js';
import type { Owner } from './owner.js';

/** What can lie below a storage driver's directory, or is unknown when the image store cannot be read. */
const LAYER_CATEGORIES: readonly Category[] = ['image-layers', 'writable-layers', 'build-cache', 'leftovers'];

/** Short links to layer directories are counted with the records of what they belong to. */
const LINK_CATEGORIES: readonly Category[] = [
  'image-metadata',
  'container-metadata',
  'build-cache',
  'leftovers',
];

/** Of `image/<driver>`: layers with their mounts, and images. */
const STORE_DIRECTORIES: readonly string[] = ['layerdb', 'imagedb'];

/** Categories whose objects may lie below a directory that could not be read. */
function categoriesBelow(path: string, owner: Owner | null): readonly Category[] {
  if (path === '') return CATEGORIES;
  const names = path.split('/');
  const [top = ''] = names;
  if (STORAGE_DRIVERS.includes(top) && names[1] === 'l') return LINK_CATEGORIES;
  if (STORAGE_DRIVERS.includes(top) && names.length === 1)
    return [...new Set([...LAYER_CATEGORIES, ...LINK_CATEGORIES]), 'engine-state'];
  if (
    top === 'image' &&
    (names.length <= 2 || (names.length === 3 && STORE_DIRECTORIES.includes(names[2] ?? '')))
  )
    return [...LAYER_CATEGORIES, 'image-metadata', 'container-metadata'];
  if (path === CONTAINERS) return ['container-logs', 'container-metadata', 'leftovers'];
  if (path === VOLUMES) return ['volumes', 'engine-state'];
  if (path === BUILDKIT) return ['build-cache', 'leftovers'];
  return owner === null ? [] : [owner.category];
}

/** How many entries of each category's may be missing because something could not be read. */
export class UnreadableCount {
  readonly #counts = new Map<Category, number>();

  /** Takes a group of the walk into account. */
  add(group: WalkGroup, owner: Owner | null): void {
    if (group.unreadable === 0) return;
    for (const category of categoriesBelow(group.path, owner)) {
      this.#counts.set(category, this.of(category) + group.unreadable);
    }
  }

  of(category: Category): number {
    return this.#counts.get(category) ?? 0;
  }
}
