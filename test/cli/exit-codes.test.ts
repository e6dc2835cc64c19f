import { mkdir, writeFile } from 'node:fs/promises';
import test from 'ava';
import { makeDataRoot } from './support/data-root.js';
import { emptyMachine, type Ended } from './support/machine.js';

/** What every refusal has in common: nothing on standard output, and no stack trace. */
function isRefusal({ code, stdout, stderr }: Ended): boolean {
  return code === 2 && stdout === '' && stderr !== '' && !/^\s+at /m.test(stderr);
}

const BAD_USAGE: Readonly<Record<string, readonly string[]>> = {
  'an unknown command': ['nope'],
  'an unknown command of demo': ['demo', 'nope'],
  'a word after a command that takes none': ['demo', 'images', 'extra'],
  'an unknown option': ['demo', 'df', '--nope'],
  'an option without its value': ['demo', 'images', '--sort'],
  'an unknown sort column': ['demo', 'images', '--sort', 'nope'],
  'an unknown sort direction': ['demo', 'images', '--sort', 'total:up'],
  'an unknown filter column': ['demo', 'volumes', '--filter', 'nope=1'],
  'a filter with a size that is none': ['demo', 'layers', '--filter', 'size>abc'],
  'an unknown format': ['demo', 'report', '--format', 'xml'],
  'a host with an unknown scheme': ['df', '--host', 'ftp://example.com'],
  'a host beside a context': ['df', '--host', 'unix:///x.sock', '--context', 'other'],
  'a context that does not exist': ['df', '--context', 'other'],
};

for (const [what, args] of Object.entries(BAD_USAGE)) {
  test(`${what} ends with 2 and a word on standard error`, async (t) => {
    const ended = await (await emptyMachine(t)).bilge(args);
    t.true(isRefusal(ended), JSON.stringify(ended));
  });
}

test('a wrong filter is refused before anything is looked at', async (t) => {
  const ended = await (await emptyMachine(t)).bilge(['images', '--filter', 'nope=1']);
  t.true(isRefusal(ended));
  t.regex(ended.stderr, /--filter: images have no "nope"; use one of image, id/);
});

test('a report that cannot be written ends with 2 and names the file', async (t) => {
  const machine = await emptyMachine(t);
  for (const path of [machine.at('no-such-directory', 'report.json'), machine.directory]) {
    const ended = await machine.bilge(['demo', 'report', '-o', path]);
    t.true(isRefusal(ended), JSON.stringify(ended));
    t.true(ended.stderr.includes(path));
  }
});

test('neither an engine nor a data root is one sentence on one line, with what was looked for and what to try', async (t) => {
  const machine = await emptyMachine(t);
  const commands = [[], ['df'], ['images'], ['layers'], ['containers'], ['volumes'], ['report']];
  for (const command of commands) {
    const ended = await machine.bilge([...command, '--data-root', machine.at('no-root')]);
    t.true(isRefusal(ended), JSON.stringify(ended));
    t.regex(ended.stderr, /^bilge: [^\n]+\.\n$/);
    t.is(ended.stderr.match(/[.!?](?=\s)/g)?.length, 1, ended.stderr);
    t.true(ended.stderr.includes(machine.at('no-engine.sock')), 'names the engine');
    t.true(ended.stderr.includes(machine.at('no-root')), 'names the data root');
    for (const advice of ['start the engine', '--host', '--data-root', 'bilge demo']) {
      t.true(ended.stderr.includes(advice), advice);
    }
  }
});

test('an engine of another machine that is not there does not make bilge read this one’s disk', async (t) => {
  // Nothing listens on port 1.
  const ended = await (await emptyMachine(t)).bilge(['df', '--host', 'tcp://127.0.0.1:1']);
  t.true(isRefusal(ended), JSON.stringify(ended));
  t.true(ended.stderr.includes('tcp://127.0.0.1:1'));
  t.false(ended.stderr.includes('data root at'));
});

test('a directory that is no data root, a file, and an empty directory are refused by name', async (t) => {
  const machine = await emptyMachine(t);
  await mkdir(machine.at('photos', 'image'), { recursive: true });
  await mkdir(machine.at('empty'));
  await writeFile(machine.at('file'), '');
  for (const [name, why] of [
    ['photos', 'is not a Docker data root'],
    ['empty', 'is not a Docker data root'],
    ['file', 'is not a directory'],
  ] as const) {
    const ended = await machine.bilge(['df', '--offline', '--data-root', machine.at(name)]);
    t.true(isRefusal(ended), JSON.stringify(ended));
    t.true(ended.stderr.includes(`${machine.at(name)} ${why}`), ended.stderr);
  }
});

test('an engine that does not run costs nothing where the disk can be read: 0, with a word about it', async (t) => {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'));
  const { code, stderr } = await machine.bilge(['df', '--data-root', machine.at('root')]);
  t.is(code, 0);
  t.regex(stderr, /^bilge: There is no engine at unix:[^\n]+\n$/);
});

test('with --offline a readable data root is complete: 0, and nothing on standard error', async (t) => {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'));
  const { code, stderr } = await machine.bilge(['df', '--offline', '--data-root', machine.at('root')]);
  t.is(code, 0);
  t.is(stderr, '');
});

test('help and version end with 0', async (t) => {
  const machine = await emptyMachine(t);
  for (const args of [['--help'], ['demo', '--help'], ['images', '--help'], ['--version'], ['-V']]) {
    const { code, stdout, stderr } = await machine.bilge(args);
    t.is(code, 0, args.join(' '));
    t.not(stdout, '');
    t.is(stderr, '');
  }
});
