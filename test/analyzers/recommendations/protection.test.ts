import test from 'ava';
import * as fc from 'fast-check';
import {
  type Protectable,
  protectionOf,
  repositoryOf,
} from '../../../src/analyzers/recommendations/protection.js';
import { digestOf } from '../records.js';

const ID = digestOf('image');
const HEX = ID.slice('sha256:'.length);

/** Whether a pattern protects something of these names. */
function matches(pattern: string, ...names: readonly string[]): boolean {
  const object: Protectable = { id: ID, names, labels: {} };
  return protectionOf({ names: [pattern], labels: [] })(object) !== null;
}

function labelled(label: string, labels: Readonly<Record<string, string>>): string | null {
  return protectionOf({ names: [], labels: [label] })({ id: ID, names: [], labels });
}

test('a colon before a slash is a port, one after the last slash a tag', (t) => {
  t.is(repositoryOf('postgres:16'), 'postgres');
  t.is(repositoryOf('registry.local:5000/team/app'), 'registry.local:5000/team/app');
  t.is(repositoryOf('registry.local:5000/team/app:1.2'), 'registry.local:5000/team/app');
  t.is(repositoryOf(`registry.local:5000/team/app:1.2@${ID}`), 'registry.local:5000/team/app');
  t.is(repositoryOf(`postgres@${ID}`), 'postgres');
});

test('a pattern of a name matches tags, and one without a tag all of them', (t) => {
  t.true(matches('postgres:*', 'postgres:16'));
  t.true(matches('postgres', 'postgres:16'));
  t.true(matches('postgres', `postgres@${ID}`));
  t.true(matches('postgres:1?', 'postgres:16'));
  t.true(matches('{postgres,redis}:*', 'redis:7'));
  t.true(matches('postgres:16', 'app:1', 'postgres:16'));
  t.false(matches('postgres:15', 'postgres:16'));
  t.false(matches('postgres', 'postgresql:16'));
  t.false(matches('postgres:*', 'shop/postgres:16'));
  t.false(matches('!postgres', 'redis:7'));
});

test('a pattern with the default domain matches the short names that the engine shows', (t) => {
  t.true(matches('docker.io/library/postgres:*', 'postgres:16'));
  t.true(matches('docker.io/shop/*', 'shop/app:1'));
  t.false(matches('docker.io/library/postgres:*', 'shop/postgres:16'));
});

test('a star stands for slashes and for a dot in front as well', (t) => {
  t.true(matches('registry.local:5000/team/*', 'registry.local:5000/team/app:1'));
  t.true(matches('registry.local:5000/team/*', 'registry.local:5000/team/deep/er/app:1'));
  t.false(matches('registry.local:5000/team/*', 'registry.local:5001/team/app:1'));
  t.false(matches('registry.local:5000/team/*', 'registry.local:5000/teams/app:1'));
  t.true(matches('*', 'shop/app:1'));
  t.true(matches('*', '.hidden'));
  t.true(matches('*postgres*', 'shop/postgres-ha:16'));
});

test('an id protects whole, without its algorithm, and with 12 digits', (t) => {
  for (const pattern of [ID, HEX, HEX.slice(0, 12), `${HEX.slice(0, 8)}*`]) t.true(matches(pattern), pattern);
  t.false(matches(HEX.slice(0, 8)));
  t.false(matches(digestOf('another')));
});

test('a name is always protected by itself, whatever stands in it', (t) => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(
          fc.constantFrom('[', ']', '(', '{', '!', '*', '\\', '/', 'a'),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
        minLength: 1,
        maxLength: 40,
      }),
      (name) => {
        t.true(matches(name, name));
      },
    ),
    { numRuns: 300 },
  );
});

test('a label protects with any value, or with its own alone', (t) => {
  t.is(labelled('keep', { keep: '' }), 'it has the label keep');
  t.is(labelled('keep', { keep: 'no' }), 'it has the label keep');
  t.is(labelled('keep=yes', { keep: 'yes' }), 'it has the label keep=yes');
  t.is(labelled('keep=yes', { keep: 'no' }), null);
  t.is(labelled('keep=', { keep: '' }), 'it has the label keep=');
  t.is(labelled('keep=', { keep: 'yes' }), null);
  t.is(labelled('keep=a=b', { keep: 'a=b' }), 'it has the label keep=a=b');
  t.is(labelled('keep', { keeper: 'yes' }), null);
  t.is(labelled('constructor', {}), null);
});
