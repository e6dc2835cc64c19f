import type { LinkedGroups } from '../../model/walk.js';
import type { RootView } from '../root-view.js';
import type { GateNetworkBuilder } from './gate-network.js';
import { outermost } from './outermost.js';

interface NamedPath {
  /** Gates of those that have it: it goes with the last of them. */
  readonly owners: number[];
  /** It has to be measured: without it the figure of its owner is not exact. */
  isContent: boolean;
}

/**
 * The paths that removals take with them, by root. Each has the gates of all that name it. What hard links share with
 * another path goes only with the last of them, and what has a link outside of all removals never does.
 */
export class FreedPaths {
  readonly #builder: GateNetworkBuilder;
  readonly #byRoot = new Map<RootView, Map<string, NamedPath>>();

  constructor(builder: GateNetworkBuilder) {
    this.#builder = builder;
  }

  add(root: RootView, path: string, owner: number, isContent: boolean): void {
    let paths = this.#byRoot.get(root);
    if (paths === undefined) this.#byRoot.set(root, (paths = new Map<string, NamedPath>()));
    const known = paths.get(path);
    if (known === undefined) {
      paths.set(path, { owners: [owner], isContent });
      return;
    }
    if (!known.owners.includes(owner)) known.owners.push(owner);
    known.isContent ||= isContent;
  }

  /** Turns all of them into gates. @returns absolute paths by gate */
  connect(): ReadonlyMap<number, string> {
    const gates = new Map<number, string>();
    for (const [root, paths] of this.#byRoot) this.#connectRoot(root, paths, gates);
    return gates;
  }

  #connectRoot(root: RootView, paths: ReadonlyMap<string, NamedPath>, gates: Map<number, string>): void {
    const links = new Map<LinkedGroups, { readonly gate: number; covered: number }>();
    for (const path of outermost(new Set(paths.keys()))) {
      const named = paths.get(path);
      if (named === undefined) continue;
      const gate = this.#gateOf(root, path, named);
      if (gate === null) continue;
      gates.set(gate, root.absolute(path));
      for (const owner of named.owners) this.#builder.connect(owner, gate);
      for (const link of root.usage.apart(path)?.links ?? []) {
        const known = links.get(link) ?? { gate: this.#builder.gate(0, link), covered: 0 };
        links.set(link, known);
        known.covered++;
        this.#builder.connect(gate, known.gate);
      }
    }
    for (const [link, { gate, covered }] of links) {
      if (covered < link.groups.length) this.#builder.shut(gate);
    }
  }

  /** `null` for small files beside the content that the walk has not met. */
  #gateOf(root: RootView, path: string, { isContent }: NamedPath): number | null {
    const usage = root.usage.apart(path);
    const missing = root.unmeasuredReason;
    if (usage === null && missing === null) {
      return isContent ? this.#builder.gate(0, { reason: `${root.absolute(path)} was not measured` }) : null;
    }
    const reason =
      missing ??
      (usage !== null && usage.own.unreadable > 0 ? 'some of its entries could not be read' : null);
    const { allocatedBytes = 0, inodes = 0 } = usage?.own ?? {};
    return this.#builder.gate(0, { allocatedBytes, inodes, ...(reason === null ? {} : { reason }) });
  }
}
