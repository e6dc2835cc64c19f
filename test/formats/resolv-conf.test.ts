import test from 'ava';
import * as fc from 'fast-check';
import { parseNameServers } from '../../src/formats/resolv-conf.js';

test('name servers are read; comments, names and zones are not', (t) => {
  const text = `# nameserver 9.9.9.9
search example.org
nameserver 10.0.0.53
 nameserver\tfd00::53 # second
nameserver fe80::1%eth0
nameserver ns.example.org
options nameserver
`;
  t.deepEqual(parseNameServers(text), ['10.0.0.53', 'fd00::53']);
});

test('any text is read', (t) => {
  const property = fc.property(fc.string(), (text) =>
    t.deepEqual(parseNameServers(`x${text}`), parseNameServers(text.replace(/^[^\n]*/, ''))),
  );
  t.notThrows(() => fc.assert(property));
});
