/** Figures that a gate adds to the sums while it is open. */
export interface GateWeight {
  readonly allocatedBytes?: number;
  readonly inodes?: number;
  readonly toldBytes?: number;
  /** Why the gate has no exact figure; counted in `unmeasured`. */
  readonly reason?: string;
}

/** Sums over all open gates. */
export interface GateSums {
  allocatedBytes: number;
  inodes: number;
  toldBytes: number;
  unmeasured: number;
}

/** Builds a {@link GateNetwork}; gates are numbered from 0 in the order in which they are added. */
export class GateNetworkBuilder {
  readonly #inputs: number[] = [];
  readonly #weights: (GateWeight | undefined)[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];

  /** @param ownInputs inputs that are no gates: a switch, or something that never happens. */
  gate(ownInputs = 0, weight?: GateWeight): number {
    this.#weights.push(weight);
    return this.#inputs.push(ownInputs) - 1;
  }

  /** The gate `to` opens only when `from` is open as well. */
  connect(from: number, to: number): void {
    this.#from.push(from);
    this.#to.push(to);
    this.#inputs[to] = (this.#inputs[to] ?? 0) + 1;
  }

  /** One more input that never comes: the gate stays shut. */
  shut(gate: number): void {
    this.#inputs[gate] = (this.#inputs[gate] ?? 0) + 1;
  }

  build(): GateNetwork {
    return new GateNetwork(this.#inputs, this.#weights, this.#from, this.#to);
  }
}

/**
 * Gates that open when all their inputs are there, as a removal happens: a layer goes when all its holders have gone.
 * Sums are kept while gates open and shut, so that a change costs as much as there is behind it, whatever the size of
 * the whole. Gates in a circle never open.
 */
export class GateNetwork {
  /** Inputs that are still missing, by gate. */
  readonly #missing: Int32Array;
  readonly #start: Int32Array;
  readonly #targets: Int32Array;
  readonly #allocated: Float64Array;
  readonly #inodes: Float64Array;
  readonly #told: Float64Array;
  readonly #reasonOf: Int32Array;
  readonly #reasons: readonly string[];
  /** How many open gates have each reason. */
  readonly #reasonCounts: Int32Array;
  /** Gates that have opened since somebody asked. */
  #opened: number[] | null = null;
  readonly #sums: GateSums = { allocatedBytes: 0, inodes: 0, toldBytes: 0, unmeasured: 0 };

  constructor(
    inputs: readonly number[],
    weights: readonly (GateWeight | undefined)[],
    from: readonly number[],
    to: readonly number[],
  ) {
    const count = inputs.length;
    this.#missing = Int32Array.from(inputs);
    this.#start = new Int32Array(count + 1);
    for (const gate of from) this.#start[gate + 1] = at(this.#start, gate + 1) + 1;
    for (let gate = 0; gate < count; gate++)
      this.#start[gate + 1] = at(this.#start, gate + 1) + at(this.#start, gate);
    const next = this.#start.slice();
    this.#targets = new Int32Array(to.length);
    for (const [edge, gate] of from.entries()) {
      const place = at(next, gate);
      this.#targets[place] = to[edge] ?? 0;
      next[gate] = place + 1;
    }
    this.#allocated = Float64Array.from(weights, (weight) => weight?.allocatedBytes ?? 0);
    this.#inodes = Float64Array.from(weights, (weight) => weight?.inodes ?? 0);
    this.#told = Float64Array.from(weights, (weight) => weight?.toldBytes ?? 0);
    const reasons = [...new Set(weights.flatMap((weight) => weight?.reason ?? []))];
    const positions = new Map(reasons.map((reason, position) => [reason, position]));
    this.#reasons = reasons;
    this.#reasonCounts = new Int32Array(reasons.length);
    this.#reasonOf = Int32Array.from(weights, (weight) =>
      weight?.reason === undefined ? -1 : (positions.get(weight.reason) ?? -1),
    );
  }

  isOpen(gate: number): boolean {
    return at(this.#missing, gate) === 0;
  }

  /** Gives a gate one of its own inputs. */
  give(gate: number): void {
    const missing = at(this.#missing, gate) - 1;
    this.#missing[gate] = missing;
    if (missing === 0) this.#spread(gate, 1);
  }

  /** The same, with the gates that have opened. */
  giveListing(gate: number): readonly number[] {
    const opened: number[] = [];
    this.#opened = opened;
    this.give(gate);
    this.#opened = null;
    return opened;
  }

  /** Takes it back. */
  take(gate: number): void {
    const missing = at(this.#missing, gate);
    this.#missing[gate] = missing + 1;
    if (missing === 0) this.#spread(gate, -1);
  }

  bytes(): number {
    return this.#sums.allocatedBytes + this.#sums.toldBytes;
  }

  sums(): Readonly<GateSums> {
    return { ...this.#sums };
  }

  /** Reasons of the open gates that have no exact figure, each once. */
  reasons(): string[] {
    return this.#reasons.filter((_reason, position) => at(this.#reasonCounts, position) > 0);
  }

  /** A gate has opened (1) or shut (-1): so may those behind it. */
  #spread(first: number, direction: 1 | -1): void {
    const pending = [first];
    for (let gate = pending.pop(); gate !== undefined; gate = pending.pop()) {
      this.#count(gate, direction);
      this.#opened?.push(gate);
      const end = at(this.#start, gate + 1);
      for (let edge = at(this.#start, gate); edge < end; edge++) {
        const target = at(this.#targets, edge);
        const before = at(this.#missing, target);
        this.#missing[target] = before - direction;
        if (direction === 1 ? before === 1 : before === 0) pending.push(target);
      }
    }
  }

  #count(gate: number, direction: 1 | -1): void {
    this.#sums.allocatedBytes += direction * at(this.#allocated, gate);
    this.#sums.inodes += direction * at(this.#inodes, gate);
    this.#sums.toldBytes += direction * at(this.#told, gate);
    const reason = at(this.#reasonOf, gate);
    if (reason < 0) return;
    this.#sums.unmeasured += direction;
    this.#reasonCounts[reason] = at(this.#reasonCounts, reason) + direction;
  }
}

/** An element of a typed array that is there. */
function at(array: Int32Array | Float64Array, index: number): number {
  return array[index] ?? 0;
}
