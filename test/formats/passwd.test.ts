import test from 'ava';
import * as fc from 'fast-check';
import { parsePasswd } from '../../src/formats/passwd.js';

test('users are read with their name, number and home directory', (t) => {
  const text = [
    'root:x:0:0:root:/root:/bin/bash',
    'alice:x:1000:1000:Alice,,,:/home/alice:/bin/zsh',
    'space:x:1001:1001::/home/with space:',
  ].join('\n');
  t.deepEqual(parsePasswd(text), [
    { name: 'root', uid: 0, home: '/root' },
    { name: 'alice', uid: 1000, home: '/home/alice' },
    { name: 'space', uid: 1001, home: '/home/with space' },
  ]);
});

test('what is no user with a home directory is left out', (t) => {
  const lines = [
    '',
    '# a comment:x:1:1::/home/c:',
    '+::::::',
    '-bob:x:1:1::/home/bob:',
    ':x:1:1::/home/nameless:',
    'relative:x:1:1::home:',
    'homeless:x:1:1:::',
    'short:x:1:1',
    'negative:x:-1:1::/home/n:',
    'nobody:x:4294967295:1::/home/none:',
    'words:x:one:1::/home/w:',
    'nul:x:1:1::/home/\0:',
  ];
  for (const line of lines) t.deepEqual(parsePasswd(line), [], line);
  t.is(parsePasswd('most:x:4294967294:1::/home/most:').length, 1);
});

const field = fc.string({ maxLength: 12 }).filter((text) => !/[:\n\0]/.test(text));

test('every user that was written is read', (t) => {
  const user = fc.record({
    name: fc.stringMatching(/^[a-z_][a-z0-9_-]{0,8}$/),
    uid: fc.nat(2 ** 32 - 2),
    home: field.map((text) => `/${text}`),
  });
  const run = fc.property(fc.array(user), field, (users, filler) => {
    const text = users.map(
      ({ name, uid, home }) => `${name}:${filler}:${uid}:1:${filler}:${home}:${filler}\n`,
    );
    t.deepEqual(parsePasswd(text.join('')), users);
  });
  t.notThrows(() => fc.assert(run));
});

test('any text gives users with absolute homes and possible numbers', (t) => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(':', '\n', '/', '1', 'a', '\0')).map((c) => c.join('')),
  );
  const run = fc.property(text, (source) => {
    for (const { name, uid, home } of parsePasswd(source)) {
      if (name === '' || !home.startsWith('/') || !Number.isInteger(uid) || uid < 0 || uid >= 2 ** 32 - 1)
        throw new Error(source);
    }
  });
  t.notThrows(() => fc.assert(run));
});
