/**
 * Group patterns of a walk, compiled to a tree that is followed name by name on the way down: one map lookup per
 * directory entry that can still match, none below the deepest pattern.
 */
export interface PatternNode {
  /** A path that ends here is a group. */
  readonly isGroup: boolean;
  readonly literals: ReadonlyMap<string, PatternNode>;
  readonly wildcard: PatternNode | null;
}

interface MutableNode {
  isGroup: boolean;
  literals: Map<string, MutableNode>;
  wildcard: MutableNode | null;
}

function emptyNode(): MutableNode {
  return { isGroup: false, literals: new Map(), wildcard: null };
}

/** Compiles patterns such as `overlay2/*` into their tree. The root itself is always a group. */
export function compilePatterns(patterns: readonly string[]): PatternNode {
  const root = emptyNode();
  root.isGroup = true;
  for (const pattern of patterns) {
    let node = root;
    for (const name of pattern.split('/')) {
      if (name === '*') {
        node.wildcard ??= emptyNode();
        node = node.wildcard;
      } else {
        const next = node.literals.get(name) ?? emptyNode();
        node.literals.set(name, next);
        node = next;
      }
    }
    node.isGroup = true;
  }
  return root;
}

/** The node for an entry of a directory: a literal name wins over `*`; `null` below every pattern. */
export function matchName(node: PatternNode | null, name: string): PatternNode | null {
  if (node === null) return null;
  return node.literals.get(name) ?? node.wildcard;
}
