import test from 'ava';
import * as fc from 'fast-check';
import { FormatError } from '../../src/formats/format-error.js';
import { parseRepositories } from '../../src/formats/repositories.js';

function read(value: unknown): Map<string, string[]> {
  return parseRepositories(Buffer.from(JSON.stringify(value)));
}

test('each image has its references of every repository, sorted', (t) => {
  const references = read({
    Repositories: {
      'lab/base': { 'lab/base:latest': 'sha256:aa', 'lab/base:1': 'sha256:aa' },
      'host:5000/x': { 'host:5000/x@sha256:cc': 'sha256:aa', 'host:5000/x:2': 'sha256:bb' },
    },
  });
  t.deepEqual(
    [...references],
    [
      ['sha256:aa', ['host:5000/x@sha256:cc', 'lab/base:1', 'lab/base:latest']],
      ['sha256:bb', ['host:5000/x:2']],
    ],
  );
});

test('a file without repositories has no references', (t) => {
  t.is(read({}).size, 0);
  t.is(read({ Repositories: null }).size, 0);
  t.is(read({ Repositories: { a: null, b: { 'b:1': 5 } } }).size, 0);
});

test('arbitrary content is a map of references or a FormatError', (t) => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"Repositories":${json}}`),
    fc.json().map((json) => `{"Repositories":{"a":${json}}}`),
  );
  const property = fc.property(text, (content) => {
    try {
      for (const list of parseRepositories(Buffer.from(content)).values()) t.true(list.length > 0);
    } catch (error) {
      t.true(error instanceof FormatError);
    }
  });
  t.notThrows(() => fc.assert(property));
});

test('what was written is read', (t) => {
  const name = fc.stringMatching(/^[a-z]{1,5}$/);
  const property = fc.property(fc.dictionary(name, fc.dictionary(name, name)), (repositories) => {
    const pairs = Object.values(repositories).flatMap((tags) => Object.entries(tags));
    const read = parseRepositories(Buffer.from(JSON.stringify({ Repositories: repositories })));
    const back = [...read].flatMap(([id, references]) => references.map((reference) => [reference, id]));
    t.deepEqual(back.map(String).sort(), pairs.map(String).sort());
  });
  t.notThrows(() => fc.assert(property));
});
