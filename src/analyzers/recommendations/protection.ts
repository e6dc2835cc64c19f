import picomatch from 'picomatch';
import type { ProtectionRules } from '../../model/policy.js';

/** What a rule of protection is held against. */
export interface Protectable {
  readonly id: string;
  /** Every name it goes by. */
  readonly names: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** `repo` of `repo:tag` and `repo@digest`: a colon before a slash is a port. */
export function repositoryOf(reference: string): string {
  const [name = ''] = reference.split('@', 1);
  return name.replace(/:[^/:]*$/, '');
}

/** What short image names leave out. Source: distribution/reference, normalize.go. */
const DEFAULT_DOMAIN = /^docker\.io\/(?:library\/)?/;

/** Ids are matched whole, without their algorithm, and as the docker CLI shortens them. */
function wordsOf({ id, names }: Protectable): string[] {
  const hex = id.replace(/^sha256:/, '');
  return [...new Set([id, hex, hex.slice(0, 12), ...names, ...names.map(repositoryOf)])];
}

/**
 * Says why an object is protected; `null` when it is not. In patterns `*` stands for anything, slashes included.
 * Patterns are compiled once.
 */
export function protectionOf({ names, labels }: ProtectionRules): (object: Protectable) => string | null {
  const patterns = names
    .flatMap((pattern) => [pattern, pattern.replace(DEFAULT_DOMAIN, '')])
    .map((pattern) => ({
      pattern,
      matches: picomatch(pattern, { bash: true, dot: true, nonegate: true, noextglob: true }),
    }));
  const pairs = labels.map((label) => {
    const [key = '', ...value] = label.split('=');
    return { label, key, value: value.length === 0 ? null : value.join('=') };
  });
  return (object) => {
    for (const { label, key, value } of pairs) {
      const own = Object.hasOwn(object.labels, key) ? object.labels[key] : undefined;
      if (own !== undefined && (value === null || own === value)) return `it has the label ${label}`;
    }
    const words = wordsOf(object);
    for (const { pattern, matches } of patterns) {
      if (words.some((word) => word === pattern || matches(word))) return `it matches ${pattern}`;
    }
    return null;
  };
}
