import { analyze } from '../../../src/analyzers/analyze.js';
import { HostView } from '../../../src/analyzers/host-view.js';
import { whose, type WhoseResult } from '../../../src/analyzers/whose/whose.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { KeyPath } from '../../../src/model/key-path.js';
import type { WhoseAnswer } from '../../../src/report/types.js';

/** Asks about keys; those that begin with `/` are paths, at which nobody looked unless `entry` says so. */
export function ask(
  inventory: Inventory,
  keys: readonly string[],
  entry: KeyPath['entry'] = 'unknown',
): WhoseResult {
  return whose(
    new HostView(inventory),
    analyze(inventory, '0.0.0'),
    keys.map((key) => ({ key, path: key.startsWith('/') ? { path: key, entry } : null })),
  );
}

/** The only answer to a key. */
export function askOne(inventory: Inventory, key: string, entry?: KeyPath['entry']): WhoseAnswer {
  const { answers, misses } = ask(inventory, [key], entry);
  const [answer] = answers;
  if (answer === undefined || answers.length > 1) {
    throw new Error(`${key} has ${answers.length} answers; ${JSON.stringify(misses)}`);
  }
  return answer;
}

/** Kinds and ids, sorted. */
export function namesOf(objects: readonly { readonly kind: string; readonly id: string }[]): string[] {
  return objects.map(({ kind, id }) => `${kind} ${id}`).sort();
}
