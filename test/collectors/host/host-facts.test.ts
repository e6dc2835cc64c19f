import { hostname, release } from 'node:os';
import test from 'ava';
import * as fc from 'fast-check';
import { prettyName, readHostFacts } from '../../../src/collectors/host/host-facts.js';

test('the name of the system is read in each way it can be quoted', (t) => {
  t.is(
    prettyName('NAME="x"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'),
    'Debian GNU/Linux 12 (bookworm)',
  );
  t.is(prettyName("PRETTY_NAME='Alpine Linux v3.20'"), 'Alpine Linux v3.20');
  t.is(prettyName('PRETTY_NAME=Arch\n'), 'Arch');
});

test('a system without a name has none', (t) => {
  for (const text of ['', 'NAME=x', 'PRETTY_NAME=', 'PRETTY_NAME=""', 'NOT_PRETTY_NAME="x"']) {
    t.is(prettyName(text), null, text);
  }
});

test('arbitrary text has a name or none', (t) => {
  const property = fc.property(fc.string(), fc.string(), (before, name) => {
    const found = prettyName(`${before}PRETTY_NAME=${name}`);
    t.true(found === null || found !== '');
  });
  t.notThrows(() => fc.assert(property));
});

test('the facts are those of this machine', async (t) => {
  const facts = await readHostFacts();
  t.is(facts.hostname, hostname());
  t.is(facts.kernelVersion, release());
  t.true((facts.cpus ?? 0) >= 1);
  t.true((facts.memoryBytes ?? 0) > 0);
});
