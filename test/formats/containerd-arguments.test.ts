import test from 'ava';
import * as fc from 'fast-check';
import { parseContainerdArguments } from '../../src/formats/containerd-arguments.js';

const NONE = { root: null, state: null, address: null, configFile: null };

test('options are read with one hyphen or two, with a blank or an equals sign', (t) => {
  t.deepEqual(
    parseContainerdArguments(['containerd', '--root', '/r', '-state=/s', '-a', '/a=1', '--config=/c']),
    {
      root: '/r',
      state: '/s',
      address: '/a=1',
      configFile: '/c',
    },
  );
  t.deepEqual(parseContainerdArguments(['containerd', '-c', '/c', '--address', '/b', '-address', '/a']), {
    ...NONE,
    address: '/a',
    configFile: '/c',
  });
});

test('other options, with values or without, do not get in the way', (t) => {
  t.like(parseContainerdArguments(['containerd', '-l', 'info', '--log-level', '--root', '--root', '/r']), {
    root: '/r',
  });
});

test('what comes after a command is not its own', (t) => {
  t.deepEqual(parseContainerdArguments(['containerd', 'config', '--root', '/r']), NONE);
  t.deepEqual(parseContainerdArguments(['--root', '/program']), NONE);
  t.deepEqual(parseContainerdArguments(['containerd', '--root']), NONE);
});

test('arbitrary words have options or none', (t) => {
  const word = fc.oneof(fc.string(), fc.constantFrom('--root', '-a', '--config=', '-', '--'));
  const property = fc.property(fc.array(word), (words) => {
    t.deepEqual(Object.keys(parseContainerdArguments(words)), Object.keys(NONE));
  });
  t.notThrows(() => fc.assert(property));
});
