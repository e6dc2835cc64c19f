import test from 'ava';
import * as fc from 'fast-check';
import { FormatError } from '../../src/formats/format-error.js';
import {
  asArray,
  asCount,
  asObject,
  asStringMap,
  asText,
  asTexts,
  asTime,
  parseJsonObject,
} from '../../src/formats/json-access.js';

function messageOf(data: Uint8Array | string): string {
  try {
    parseJsonObject(data, 'sample');
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  return 'an object';
}

test('the error says which form was expected and what is there instead', (t) => {
  t.is(messageOf(''), 'not a valid sample: the file is empty');
  t.is(messageOf(Buffer.alloc(0)), 'not a valid sample: the file is empty');
  t.is(messageOf('{"a":1'), 'not a valid sample: the JSON is damaged');
  t.is(messageOf(Buffer.alloc(5)), 'not a valid sample: the JSON is damaged');
  for (const other of ['[]', 'null', '1', '"{}"']) {
    t.is(messageOf(other), 'not a valid sample: it is not a JSON object');
  }
});

test('nesting without an end is damage, not a crash', (t) => {
  t.is(messageOf('[{"a":'.repeat(200_000)), 'not a valid sample: the JSON is damaged');
  t.is(messageOf('['.repeat(200_000) + ']'.repeat(200_000)), 'not a valid sample: it is not a JSON object');
});

test('an object comes back from its text, whatever its keys', (t) => {
  const property = fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
    const text = JSON.stringify(value);
    t.deepEqual(parseJsonObject(Buffer.from(text), 'sample'), JSON.parse(text));
  });
  t.notThrows(() => fc.assert(property));
});

test('arbitrary bytes are an object or a FormatError', (t) => {
  const property = fc.property(fc.oneof(fc.uint8Array(), fc.string(), fc.json()), (data) => {
    t.is(typeof messageOf(data), 'string');
  });
  t.notThrows(() => fc.assert(property));
});

test('each reader takes its own kind of value and nothing else', (t) => {
  t.deepEqual(asObject({ a: 1 }), { a: 1 });
  t.is(asObject([]), null);
  t.is(asObject(null), null);
  t.deepEqual(asArray([1]), [1]);
  t.deepEqual(asArray({ length: 1 }), []);
  t.is(asText('a'), 'a');
  t.is(asText(''), null);
  t.is(asText(1), null);
  t.deepEqual(asTexts(['a', 1, null, '', ['b']]), ['a', '']);
  t.is(asCount(0), 0);
  for (const value of [-1, 1.5, Number.NaN, 2 ** 53, '1', null]) t.is(asCount(value), null);
  t.is(asTime('2026-01-02T03:04:05.60+01:00'), '2026-01-02T02:04:05.6Z');
  for (const value of ['0001-01-01T00:00:00Z', '', 'now', 5, null]) t.is(asTime(value), null);
});

test('a map of strings keeps every name, that of the prototype as well', (t) => {
  const map = asStringMap(JSON.parse('{"__proto__":"label","constructor":"x","n":1}'));
  t.deepEqual(Object.entries(map), [
    ['__proto__', 'label'],
    ['constructor', 'x'],
  ]);
  t.is(Object.getPrototypeOf(map), Object.prototype);
  t.deepEqual(asStringMap(['a']), {});
  t.deepEqual(asStringMap(null), {});
});
