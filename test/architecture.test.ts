import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { type Import, importsOf, violations } from './imports.js';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** Every source file with its imports, by its path below `src`. */
function readSources(): Map<string, Import[]> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  return new Map(
    files
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => {
        const path = relative(SOURCES, join(SOURCES, name)).replaceAll('\\', '/');
        return [path, importsOf(readFileSync(join(SOURCES, name), 'utf8'))];
      }),
  );
}

test('imports go one way: collect, analyze, report, render', (t) => {
  const sources = readSources();
  t.true(sources.size > 100);
  t.true([...sources.values()].flat().length > sources.size);
  t.deepEqual(violations(sources), []);
});

test('every relative import leads to a source file', (t) => {
  const sources = readSources();
  for (const [path, imports] of sources) {
    for (const { specifier } of imports) {
      if (!specifier.startsWith('.')) continue;
      const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, '');
      const outside = target.startsWith('..');
      t.true(outside || sources.has(`${target}.ts`) || sources.has(`${target}.tsx`), `${path}: ${specifier}`);
    }
  }
});

test('only removals get a connection that can change something in an engine', (t) => {
  const users = [...readSources().keys()].filter((path) =>
    /\bopenChangingConnection\b/.test(readFileSync(join(SOURCES, path), 'utf8')),
  );
  t.deepEqual(users.sort(), ['collectors/engine/connection.ts', 'collectors/engine/removal-engine.ts']);
});

/** Made-up sources that break one rule each. */
const BROKEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'model imports formats': { 'model/a.ts': `import { b } from '../formats/b.js';`, 'formats/b.ts': '' },
  'formats import a collector': {
    'formats/a.ts': `export * from '../collectors/b.js';`,
    'collectors/b.ts': '',
  },
  'formats import node:fs': { 'formats/a.ts': `import { readFileSync } from 'node:fs';` },
  'formats import node:fs/promises, when asked': {
    'formats/a.ts': `const fs = await import('node:fs/promises');`,
  },
  'analyzers import a process': { 'analyzers/a.ts': `import { execFile } from "node:child_process";` },
  'analyzers import the network': { 'analyzers/a.ts': `import net from 'node:net';` },
  'analyzers import http by its bare name': { 'analyzers/a.ts': `import * as http from 'http';` },
  'analyzers import threads': { 'analyzers/a.ts': `import type { Worker } from 'node:worker_threads';` },
  'analyzers import formats': {
    'analyzers/a.ts': `import { b } from '../formats/b.js';`,
    'formats/b.ts': '',
  },
  'analyzers import a collector': {
    'analyzers/a.ts': `import type { B } from '../collectors/b.js';`,
    'collectors/b.ts': '',
  },
  'analyzers import code of the schema': {
    'analyzers/a.ts': `import { reportSchema } from '../report/schema/report.js';`,
    'report/schema/report.ts': '',
  },
  'analyzers import a renderer': {
    'analyzers/a.ts': `import type { B } from '../report/text/b.js';`,
    'report/text/b.ts': '',
  },
  'analyzers import code beside types': {
    'analyzers/a.ts': `import { type Report, check } from '../report/types.js';`,
    'report/types.ts': '',
  },
  'collectors import analyzers': {
    'collectors/a.ts': `import { b } from '../analyzers/b.js';`,
    'analyzers/b.ts': '',
  },
  'collectors import the report': {
    'collectors/a.ts': `import type { Report } from '../report/types.js';`,
    'report/types.ts': '',
  },
  'the report imports analyzers': {
    'report/a.ts': `import { b } from '../analyzers/b.js';`,
    'analyzers/b.ts': '',
  },
  'the report imports a collector': {
    'report/a.ts': `import { b } from '../collectors/b.js';`,
    'collectors/b.ts': '',
  },
  'the screens import analyzers': {
    'tui/a.tsx': `import { b } from '../analyzers/b.js';`,
    'analyzers/b.ts': '',
  },
  'the screens import code of the model': {
    'tui/a.ts': `import { b } from '../model/b.js';`,
    'model/b.ts': '',
  },
  'something imports the command line': { 'tui/a.ts': `import { b } from '../cli/b.js';`, 'cli/b.ts': '' },
  'a file outside every folder is imported': { 'report/a.ts': `import { b } from '../b.js';`, 'b.ts': '' },
  'two files import each other': {
    'report/a.ts': `import { b } from './b.js';`,
    'report/b.ts': `export { a } from './a.js';`,
  },
  'three files import each other, in part for types': {
    'model/a.ts': `import type { B } from './b.js';`,
    'model/b.ts': `import { c } from './c.js';`,
    'model/c.ts': `const a = await import('./a.js');`,
  },
  'a file imports itself': { 'model/a.ts': `import { a } from './a.js';` },
};

for (const [rule, files] of Object.entries(BROKEN)) {
  test(`the check finds that ${rule}`, (t) => {
    const sources = new Map(Object.entries(files).map(([path, text]) => [path, importsOf(text)]));
    t.is(violations(sources).length, 1, violations(sources).join('\n'));
  });
}

test('the check lets through what is allowed', (t) => {
  const files = {
    'model/a.ts': '',
    'model/b.ts': `import type { A } from './a.js';\nimport { createHash } from 'node:crypto';`,
    'formats/a.ts': `import { b } from '../model/b.js';\nimport { gunzipSync } from 'node:zlib';`,
    'collectors/a.ts': `import { a } from '../formats/a.js';\nimport { readFile } from 'node:fs/promises';`,
    'report/schema/a.ts': `import { a } from '../../model/a.js';`,
    'report/types.ts': `import type { z } from 'zod';\nimport type { s } from './schema/a.js';`,
    'report/text/a.ts': `import type { Report } from '../types.js';`,
    'analyzers/a.ts': `import type { Report } from '../report/types.js';\nimport type { s } from '../report/schema/a.js';`,
    'tui/a.ts': `import { a } from '../report/text/a.js';\nimport type { M } from '../model/a.js';`,
    'cli/a.ts': `import { a } from '../analyzers/a.js';\nimport '../collectors/a.js';\nconst tui = () => import('../tui/a.js');`,
  };
  t.deepEqual(violations(new Map(Object.entries(files).map(([path, text]) => [path, importsOf(text)]))), []);
});

test('imports are read from any form of statement, and from nothing else', (t) => {
  const text = `
    import a from 'a';
    import * as b from "b";
    import { c, type C } from 'c';
    import type { D } from 'd';
    import { type E } from 'e';
    import 'f';
    import {
      g,
      h,
    } from 'g';
    export { i } from 'i';
    export type { J } from 'j';
    export * from 'k';
    const l = await import('l');
    type M = import('m').M;
    // import n from 'n';
    /* import { o } from 'o'; */
    const text = "import p from 'p'";
    const from = { from: 'q' };
    export const exported = 'r';
    const url = 'https://s'; import t from 't';
  `;
  t.deepEqual(
    importsOf(text).map(({ specifier, typeOnly }) => (typeOnly ? `type ${specifier}` : specifier)),
    ['a', 'b', 'c', 'type d', 'type e', 'f', 'g', 'i', 'type j', 'k', 'l', 'm', 't'],
  );
});
