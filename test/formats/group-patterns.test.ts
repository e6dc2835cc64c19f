import test from 'ava';
import * as fc from 'fast-check';
import { compilePatterns, matchName, type PatternNode } from '../../src/formats/group-patterns.js';

/** Follows a path through the tree, as a walk does on its way down. */
function follow(patterns: readonly string[], path: readonly string[]): PatternNode | null {
  let node: PatternNode | null = compilePatterns(patterns);
  for (const name of path) node = matchName(node, name);
  return node;
}

function isGroup(patterns: readonly string[], path: string): boolean {
  return follow(patterns, path.split('/'))?.isGroup === true;
}

/** The same said without a tree: of the patterns left, those with the literal name go on, else those with `*`. */
function isGroupByDefinition(patterns: readonly string[], path: readonly string[]): boolean {
  let left = patterns.map((pattern) => pattern.split('/'));
  for (const [depth, name] of path.entries()) {
    const literal = left.filter((pattern) => pattern[depth] === name && name !== '*');
    left = literal.length > 0 ? literal : left.filter((pattern) => pattern[depth] === '*');
  }
  return left.some((pattern) => pattern.length === path.length);
}

test('the root is a group whatever the patterns', (t) => {
  t.true(compilePatterns([]).isGroup);
  t.true(compilePatterns(['a/b']).isGroup);
});

test('a star stands for one name, not for several', (t) => {
  t.true(isGroup(['overlay2/*'], 'overlay2/abc'));
  t.false(isGroup(['overlay2/*'], 'overlay2'));
  t.is(follow(['overlay2/*'], ['overlay2', 'abc', 'diff']), null);
});

test('a literal name hides a star beside it, with everything below', (t) => {
  const patterns = ['overlay2/*', 'overlay2/l/*'];
  t.false(isGroup(patterns, 'overlay2/l'));
  t.true(isGroup(patterns, 'overlay2/l/LINK'));
  t.true(isGroup(patterns, 'overlay2/other'));
  t.is(follow(['*/x', 'a/y'], ['a', 'x']), null);
});

test('names of object members and a name that is a star are names like any other', (t) => {
  t.is(follow(['a/b'], ['constructor']), null);
  t.is(follow(['a/b'], ['__proto__', 'b']), null);
  t.true(isGroup(['*'], '*'));
  t.true(isGroup(['__proto__/*'], '__proto__/toString'));
});

test('the tree matches as the patterns say', (t) => {
  const name = fc.constantFrom('a', 'b', '*', '__proto__', 'constructor');
  const path = fc.array(name, { minLength: 1, maxLength: 4 });
  const patterns = fc.array(
    path.map((names) => names.join('/')),
    { maxLength: 6 },
  );
  const property = fc.property(patterns, path, (list, names) => {
    t.is(follow(list, names)?.isGroup === true, isGroupByDefinition(list, names));
  });
  t.notThrows(() => fc.assert(property));
});
