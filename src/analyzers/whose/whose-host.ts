import type { LeftoverReport, Report } from '../../report/types.js';
import { type Accounting, accountFor } from '../accounting/accounting.js';
import type { Leftover, Owner } from '../accounting/owner.js';
import type { HostView } from '../host-view.js';
import { HostHolders } from '../removal/host-holders.js';
import { buildRemovalModel, type RemovalModel } from '../removal/removal-model.js';
import type { RootView } from '../root-view.js';

/** A host made ready for questions: each join is made once, whatever the number of keys. */
export class WhoseHost extends HostHolders {
  readonly report: Report;
  #removal: RemovalModel | null = null;
  readonly #accounting = new Map<RootView, Accounting>();
  readonly #groups = new Map<RootView, ReadonlySet<string>>();
  readonly #parents = new Map<RootView, ReadonlySet<string>>();

  /** @param report of the same inventory as the view. */
  constructor(view: HostView, report: Report) {
    super(view, report);
    this.report = report;
  }

  /** The arithmetic of removals over this host, made when it is first asked for. */
  get removal(): RemovalModel {
    this.#removal ??= buildRemovalModel(this, this.report);
    return this.#removal;
  }

  /** Whose a path below a root is, as the accounting says; `null`: no rule explains it. */
  ownerOf(root: RootView, path: string): Owner | null {
    return this.accountingOf(root).ownerAt(path);
  }

  accountingOf(root: RootView): Accounting {
    const known = this.#accounting.get(root) ?? accountFor(this.view, root);
    this.#accounting.set(root, known);
    return known;
  }

  /** Paths of the groups of a root's walk. */
  groupsOf(root: RootView): ReadonlySet<string> {
    const known =
      this.#groups.get(root) ?? new Set((root.inventory.walk?.groups ?? []).map(({ path }) => path));
    this.#groups.set(root, known);
    return known;
  }

  /** True for a directory of which the walk has kept the entries apart. */
  holdsGroups(root: RootView, directory: string): boolean {
    let known = this.#parents.get(root);
    if (known === undefined) {
      const paths = [...this.groupsOf(root)].filter((path) => path !== '');
      known = new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
      this.#parents.set(root, known);
    }
    return known.has(directory);
  }

  /** The report of a leftover that the accounting has found in a root. */
  leftoverReport(root: RootView, { kind, path, key }: Leftover): LeftoverReport | undefined {
    return this.report.leftovers.find(
      (one) =>
        one.root === root.path &&
        one.kind === kind &&
        one.key === key &&
        (path === null || one.path === root.absolute(path)),
    );
  }
}
