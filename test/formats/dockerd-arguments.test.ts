import test from 'ava';
import * as fc from 'fast-check';
import { parseDockerdArguments, splitCommandLine } from '../../src/formats/dockerd-arguments.js';

test('a command line is split at its NUL bytes and keeps empty words', (t) => {
  t.deepEqual(splitCommandLine('dockerd\0--log-opt\0\0'), ['dockerd', '--log-opt', '']);
  t.deepEqual(splitCommandLine('dockerd\0-D'), ['dockerd', '-D']);
  t.deepEqual(splitCommandLine(''), []);
});

test('long options take their value from the next word or after the equals sign', (t) => {
  const words = [
    'dockerd',
    '--data-root',
    '/data',
    '--exec-root=/run/d',
    '--config-file=',
    '--log-driver',
    'local',
  ];
  t.like(parseDockerdArguments(words), {
    dataRoot: '/data',
    execRoot: '/run/d',
    configFile: '',
    logDriver: 'local',
  });
});

test('short options may be joined with switches and with their value', (t) => {
  t.like(parseDockerdArguments(['dockerd', '-g', '/g', '-soverlay2']), {
    dataRoot: '/g',
    storageDriver: 'overlay2',
  });
  t.deepEqual(
    parseDockerdArguments(['dockerd', '-Hunix:///a', '-H=fd://', '-DH', 'tcp://b', '--host=c']).hosts,
    ['unix:///a', 'fd://', 'tcp://b', 'c'],
  );
});

test('log options add up, hold further equals signs and may be named like anything', (t) => {
  const { logOptions } = parseDockerdArguments([
    'dockerd',
    '--log-opt',
    'max-size=10m',
    '--log-opt=tag={{.Name}}=x',
    '--log-opt=__proto__=y',
    '--log-opt=compress',
  ]);
  t.deepEqual(Object.entries(logOptions), [
    ['max-size', '10m'],
    ['tag', '{{.Name}}=x'],
    ['__proto__', 'y'],
    ['compress', ''],
  ]);
});

test('a value that looks like an option is a value', (t) => {
  t.like(parseDockerdArguments(['dockerd', '--userns-remap', '--data-root', '-l', '-g', '--debug']), {
    usernsRemap: '--data-root',
    dataRoot: null,
  });
});

test('nothing after two dashes is an option, and the program itself is none', (t) => {
  t.is(parseDockerdArguments(['--data-root=/a', '--', '--data-root=/b']).dataRoot, null);
});

test('the last of a repeated option counts, and a missing value is no value', (t) => {
  t.is(parseDockerdArguments(['dockerd', '-g/a', '--data-root=/b']).dataRoot, '/b');
  t.is(parseDockerdArguments(['dockerd', '--containerd']).containerd, null);
});

test('every form of every value is read back', (t) => {
  const property = fc.property(
    fc.string(),
    fc.boolean(),
    fc.array(fc.constantFrom('-D', '--debug', 'x')),
    (value, joined, noise) => {
      const option = joined ? [`--default-runtime=${value}`] : ['--default-runtime', value];
      return parseDockerdArguments(['dockerd', ...noise, ...option]).defaultRuntime === value;
    },
  );
  t.notThrows(() => fc.assert(property));
});

test('any command line is read without an error', (t) => {
  const word = fc.oneof(fc.string(), fc.constantFrom('-', '--', '-H', '--log-opt', '=', '-=', '--=', '-Hg'));
  const property = fc.property(fc.array(word), (words) => void parseDockerdArguments(words));
  t.notThrows(() => fc.assert(property));
});
