import { CONTAINERS, VOLUMES } from '../../model/data-root-layout.js';
import type { RootView } from '../root-view.js';

/**
 * What may be called a leftover. Nothing is, whose references may lie in metadata that could not be read: a file
 * that fails to be read refers to something all the same.
 */
export class Proof {
  readonly #root: RootView;
  readonly #unread: ReadonlySet<string>;
  readonly #linkless: ReadonlySet<string>;

  constructor(root: RootView) {
    this.#root = root;
    this.#unread = unreadAreas(root);
    this.#linkless = driversWithLinklessDirectories(root);
  }

  /** Every image of the driver is known, so that a layer without image has none. */
  layers(driver: string): boolean {
    return !this.#unread.has('') && !this.#unread.has('image') && !this.#unread.has(`image/${driver}`);
  }

  /** Everything that could refer to a directory of the driver is known, in both readings. */
  directories(driver: string): boolean {
    const { earlierRecords, records } = this.#root.inventory;
    return (
      this.layers(driver) &&
      [earlierRecords, records].every(
        ({ buildCacheHoldings, stores }) =>
          buildCacheHoldings !== null && stores.some((store) => store.driver === driver),
      )
    );
  }

  /** The short link of every directory of the driver is known. A crash can leave `link` files empty. */
  links(driver: string): boolean {
    return this.directories(driver) && !this.#unread.has(driver) && !this.#linkless.has(driver);
  }

  /** Every volume that the engine has recorded is known. */
  volumes(): boolean {
    return !this.#unread.has('') && !this.#unread.has(VOLUMES);
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
function unreadAreas({ path: root, host }: RootView): ReadonlySet<string> {
  const areas = new Set<string>();
  for (const { source, code, path } of host.problems) {
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

function driversWithLinklessDirectories({ inventory }: RootView): ReadonlySet<string> {
  const known = new Set(
    [inventory.earlierRecords, inventory.records].flatMap((records) =>
      records.stores.flatMap(({ driver, links }) => [...links.keys()].map((name) => `${driver}/${name}`)),
    ),
  );
  const drivers = new Set<string>();
  for (const { path } of inventory.walk?.groups ?? []) {
    const [driver = '', name, more] = path.split('/');
    if (name === undefined || more !== undefined || name === 'l' || known.has(path)) continue;
    drivers.add(driver);
  }
  return drivers;
}
