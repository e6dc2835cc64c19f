import type { FreedFigures, RemovableObject, RemovalArithmetic } from '../../model/removal.js';
import { type GateNetwork, GateNetworkBuilder } from './gate-network.js';
import type { HostHolders } from './host-holders.js';
import { type FoundObject, findObjects, type ObjectSource, type RemovalReports } from './objects.js';
import { addParts } from './parts.js';
import { Positions } from './positions.js';
import { requirementsOf } from './requirements.js';

/** The objects of a host with the arithmetic of sets over them. */
export class RemovalModel implements RemovalArithmetic {
  readonly objects: readonly RemovableObject[];
  readonly #sources: readonly ObjectSource[];
  readonly #network: GateNetwork;
  readonly #paths: ReadonlyMap<number, string>;
  readonly #marked = new Set<number>();
  readonly positions: Positions;

  /** Objects are the first gates of the network, in their order. */
  constructor(
    found: readonly FoundObject[],
    requires: readonly (readonly number[])[],
    positions: Positions,
    paths: ReadonlyMap<number, string>,
    network: GateNetwork,
  ) {
    this.#paths = paths;
    this.objects = found.map(({ source: _source, ...object }, position) => ({
      ...object,
      requires: requires[position] ?? [],
    }));
    this.#sources = found.map(({ source }) => source);
    this.#network = network;
    this.positions = positions;
  }

  sourceOf(position: number): ObjectSource | undefined {
    return this.#sources[position];
  }

  mark(position: number): void {
    if (this.#marked.has(position)) return;
    this.#marked.add(position);
    if (this.#hasSwitch(position)) this.#network.give(position);
  }

  markListing(position: number): readonly string[] {
    if (this.#marked.has(position)) return [];
    this.#marked.add(position);
    if (!this.#hasSwitch(position)) return [];
    return this.#network.giveListing(position).flatMap((gate) => this.#paths.get(gate) ?? []);
  }

  unmark(position: number): void {
    if (!this.#marked.delete(position)) return;
    if (this.#hasSwitch(position)) this.#network.take(position);
  }

  isRemoved(position: number): boolean {
    return this.#network.isOpen(position);
  }

  clear(): void {
    for (const position of Array.from(this.#marked)) this.unmark(position);
  }

  freed(): FreedFigures {
    const { allocatedBytes, inodes, toldBytes, unmeasured } = this.#network.sums();
    return {
      allocatedBytes: exact(allocatedBytes),
      inodes: exact(inodes),
      toldBytes: exact(toldBytes),
      unmeasured,
      reasons: this.#network.reasons(),
    };
  }

  estimate(): number {
    return this.#network.bytes();
  }

  /** It stays from now on, and so does whatever the engine would not remove without it. */
  keep(position: number): void {
    this.#network.take(position);
  }

  /** What a set frees; what was marked before is marked no more. */
  freedBy(positions: Iterable<number>): FreedFigures {
    this.clear();
    for (const position of positions) this.mark(position);
    const freed = this.freed();
    this.clear();
    return freed;
  }

  #hasSwitch(position: number): boolean {
    return this.objects[position]?.goesWithChildren === false;
  }
}

/** Past what a number counts exactly, what was added and taken away again may leave something, or less than nothing. */
function exact(sum: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, sum));
}

/**
 * Makes a host's objects ready for the arithmetic.
 * @param reports of the same inventory as the holders.
 */
export function buildRemovalModel(holders: HostHolders, reports: RemovalReports): RemovalModel {
  const found = findObjects(holders, reports);
  const builder = new GateNetworkBuilder();
  for (const { goesWithChildren } of found) builder.gate(goesWithChildren ? 0 : 1);
  const positions = new Positions(found);
  const requires = requirementsOf(holders, found, positions);
  for (const [position, needed] of requires.entries()) {
    for (const other of needed) builder.connect(other, position);
  }
  const paths = addParts(holders, found, builder);
  return new RemovalModel(found, requires, positions, paths, builder.build());
}
