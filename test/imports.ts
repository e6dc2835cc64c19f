import { posix } from 'node:path';

/** One import or re-export of a source file. */
export interface Import {
  readonly specifier: string;
  /** Only types are imported: nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

const COMMENT_OR_STRING =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

const STATEMENT =
  /(?<![\w$.])(?:import\s*\(\s*(?<dynamic>§\d+§)|(?:import|export)\s+(?<clause>[\w$*{}\s,]+?)\s+from\s*(?<from>§\d+§)|import\s*(?<bare>§\d+§))/g;

/** Imports, re-exports and dynamic imports of a source text, in their order. Comments and strings are left out. */
export function importsOf(source: string): Import[] {
  const strings: string[] = [];
  const bare = source.replace(COMMENT_OR_STRING, (token) => {
    if (token.startsWith('/')) return ' ';
    strings.push(token.slice(1, -1));
    return `§${strings.length - 1}§`;
  });
  return [...bare.matchAll(STATEMENT)].map(({ groups = {} }) => {
    const reference = groups['dynamic'] ?? groups['from'] ?? groups['bare'] ?? '';
    const specifier = strings[Number(reference.slice(1, -1))] ?? '';
    return { specifier, typeOnly: isTypeOnly(groups['clause'] ?? '') };
  });
}

function isTypeOnly(clause: string): boolean {
  if (/^type\s/.test(clause)) return true;
  const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
  if (names === undefined) return false;
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => name.startsWith('type '));
}

type Sources = ReadonlyMap<string, readonly Import[]>;

/** What each part of `src` may import; a rule that ends in `type` allows types alone. */
const ALLOWED: Readonly<Record<string, readonly (readonly [folder: string, what?: 'type'])[]>> = {
  model: [['model']],
  formats: [['formats'], ['model']],
  collectors: [['collectors'], ['formats'], ['model']],
  analyzers: [['analyzers'], ['model'], ['report/types', 'type'], ['report/schema', 'type']],
  report: [['report'], ['model']],
  tui: [['tui'], ['report'], ['model', 'type']],
  cleanup: [['cleanup'], ['report'], ['model']],
};

/** Nothing of these is reached from pure code. */
const OUTSIDE = /^(?:node:)?(?:fs|child_process|net|http|https|http2|tls|dgram|worker_threads)(?:\/|$)/;
const PURE = ['formats', 'analyzers', 'model', 'cleanup'];

/** What is against the one direction of imports, one line each. */
export function violations(sources: Sources): string[] {
  const found: string[] = [];
  for (const [path, imports] of sources) {
    for (const one of imports) {
      const problem = problemOf(path, one);
      if (problem !== null) found.push(`${path}: ${problem}`);
    }
  }
  return [...found, ...cycles(sources)];
}

function problemOf(path: string, { specifier, typeOnly }: Import): string | null {
  const part = path.split('/', 1)[0] ?? '';
  if (!specifier.startsWith('.')) {
    return PURE.includes(part) && OUTSIDE.test(specifier) ? `pure code may not import ${specifier}` : null;
  }
  const target = resolve(path, specifier);
  // Beside `src` lies what belongs to no part, such as package.json.
  if (target.startsWith('../')) return null;
  // The command line wires everything together.
  if (part === 'cli') return null;
  const rules = ALLOWED[part];
  if (rules === undefined) return `no rule for ${part}`;
  const rule = rules.find(([folder]) => target.startsWith(`${folder}/`) || target === `${folder}.ts`);
  if (rule === undefined) return `${part} may not import ${target}`;
  return rule[1] === 'type' && !typeOnly ? `${part} may import only types of ${target}` : null;
}

function resolve(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
}

/** Import cycles, types included: two files that need each other cannot be understood apart. */
function cycles(sources: Sources): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start >= 0) found.push(`cycle: ${[...above.slice(start), path].join(' → ')}`);
    if (start >= 0 || done.has(path)) return;
    const targets = new Set((sources.get(path) ?? []).map(({ specifier }) => specifier));
    for (const specifier of targets) {
      if (!specifier.startsWith('.')) continue;
      const target = resolve(path, specifier);
      const known = [target, `${target}x`].find((name) => sources.has(name));
      if (known !== undefined) visit(known, [...above, path]);
    }
    done.add(path);
  };
  for (const path of sources.keys()) visit(path, []);
  return found;
}
