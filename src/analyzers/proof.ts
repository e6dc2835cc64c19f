import { CONTAINERS } from '../model/data-root-layout.js';
import type { Inventory } from '../model/inventory.js';
import type { HostView } from './host-view.js';

/**
 * What may be called a leftover. Nothing is, whose references may lie in metadata that could not be read: a file
 * that fails to be read refers to something all the same.
 */
export class Proof {
  readonly #view: HostView;
  readonly #unread: ReadonlySet<string>;
  readonly #linkless: ReadonlySet<string>;

  constructor(view: HostView) {
    this.#view = view;
    this.#unread = unreadAreas(view.inventory);
    this.#linkless = driversWithLinklessDirectories(view);
  }

  /** Every image of the driver is known, so that a layer without image has none. */
  layers(driver: string): boolean {
    return !this.#unread.has('') && !this.#unread.has('image') && !this.#unread.has(`image/${driver}`);
  }

  /** Everything that could refer to a directory of the driver is known, in both readings. */
  directories(driver: string): boolean {
    const { root } = this.#view;
    return (
      root !== null &&
      this.layers(driver) &&
      [root.earlierRecords, root.records].every(
        (records) =>
          records.buildCacheHoldings !== null && records.stores.some((store) => store.driver === driver),
      )
    );
  }

  /** The short link of every directory of the driver is known. A crash can leave `link` files empty. */
  links(driver: string): boolean {
    return this.directories(driver) && !this.#unread.has(driver) && !this.#linkless.has(driver);
  }

  /** A container directory without a record has no configuration: it was not merely unreadable. */
  container(id: string): boolean {
    return !['', CONTAINERS, `${CONTAINERS}/${id}`].some((area) => this.#unread.has(area));
  }
}

/**
 * The areas of the data root, two names deep, that hold metadata which could not be read; `''` is all of it. Damaged
 * container configurations are no such thing: the engine cannot read them either.
 */
function unreadAreas(inventory: Inventory): ReadonlySet<string> {
  const root = inventory.roots[0]?.path ?? '';
  const areas = new Set<string>();
  for (const { source, code, path } of inventory.problems) {
    if (source !== 'data-root' || path === null) continue;
    if (path !== root && !path.startsWith(`${root}/`)) continue;
    const relative = path.slice(root.length + 1);
    const [top = '', second] = relative.split('/');
    if (top === CONTAINERS && code === 'damaged-metadata') continue;
    // A failing `<driver>/<id>/link` leaves the links of the whole driver in doubt.
    areas.add(second === undefined || (top !== 'image' && top !== CONTAINERS) ? top : `${top}/${second}`);
  }
  return areas;
}

function driversWithLinklessDirectories(view: HostView): ReadonlySet<string> {
  const known = new Set(
    [view.root?.earlierRecords, view.root?.records].flatMap((records) =>
      (records?.stores ?? []).flatMap(({ driver, links }) =>
        [...links.keys()].map((name) => `${driver}/${name}`),
      ),
    ),
  );
  const drivers = new Set<string>();
  for (const { path } of view.root?.walk?.groups ?? []) {
    const [driver = '', name, more] = path.split('/');
    if (name === undefined || more !== undefined || name === 'l' || known.has(path)) continue;
    drivers.add(driver);
  }
  return drivers;
}
