import { CONTAINERS, containerDirectory } from '../../model/data-root-layout.js';
import type { ContainerStatus } from '../../model/container.js';
import { type HostView, isRunning } from '../host-view.js';
import { leftoverAt, type Owner } from './owner.js';
import type { Proof } from './proof.js';
import type { RootView } from '../root-view.js';

/** States that an engine gives a container while it removes it. A removal that fails leaves it in one of them. */
const BEING_REMOVED: readonly ContainerStatus[] = ['dead', 'removing'];

/** What is known of a container in both readings and from the engine. */
interface Known {
  readonly drivers: Set<string | null>;
  readonly statuses: Set<ContainerStatus>;
}

/** The containers of one root. */
export class KnownContainers {
  readonly #all: boolean;
  readonly #known = new Map<string, Known>();
  readonly #proof: Pick<Proof, 'container'>;
  /** Without a readable configuration in both readings, and unknown to the engine. */
  readonly damaged: ReadonlySet<string>;

  constructor(view: HostView, root: RootView, proof: Pick<Proof, 'container'>) {
    const { earlierRecords, records } = root.inventory;
    const readings = [earlierRecords, records];
    this.#proof = proof;
    this.#all = view.containersKnown && readings.every(({ unlisted }) => !unlisted.includes(CONTAINERS));
    const merged = view.containers.filter((one) => one.root === root || one.root === null);
    const told = [...readings.flatMap(({ containers }) => containers), ...merged.map(({ record }) => record)];
    for (const { id, storageDriver, status } of told) {
      const known = this.#known.get(id) ?? { drivers: new Set(), statuses: new Set() };
      known.drivers.add(storageDriver);
      known.statuses.add(status);
      this.#known.set(id, known);
    }
    const [earlier, later] = readings.map(({ damagedContainers }) => new Set(damagedContainers));
    const host = new Set(view.containers.map(({ record }) => record.id));
    this.damaged = new Set(
      [...(earlier ?? [])].filter((id) => later?.has(id) === true && !host.has(id) && proof.container(id)),
    );
  }

  /** No container of this id exists in the root. What may not have been seen exists. */
  isGone(id: string): boolean {
    return this.#all && this.#proof.container(id) && !this.#known.has(id);
  }

  isKnown(id: string): boolean {
    return this.#known.has(id);
  }

  /** The container works with another storage driver: with this one it has nothing. */
  isOfAnotherDriver(id: string, driver: string): boolean {
    const drivers = this.#known.get(id)?.drivers;
    return drivers !== undefined && !drivers.has(null) && !drivers.has(driver);
  }

  /** In any reading, or by the engine: a state that is not known counts. */
  mayRun(id: string): boolean {
    const known = this.#known.get(id);
    return known !== undefined && [...known.statuses].some(isRunning);
  }

  /** Wherever it is recorded, its removal has begun. */
  isHalfRemoved(id: string): boolean {
    const known = this.#known.get(id);
    return known !== undefined && [...known.statuses].every((status) => BEING_REMOVED.includes(status));
  }

  /** Everything of a container whose removal did not finish. */
  halfRemoved(id: string): Owner {
    const evidence = `the removal of container ${id} began and did not finish: its state is dead or removing`;
    return leftoverAt('half-removed-container', containerDirectory(id), evidence);
  }
}
