import test from 'ava';
import * as fc from 'fast-check';
import { DaemonJsonError, parseDaemonJson } from '../../src/formats/daemon-json.js';

const EMPTY = {
  dataRoot: null,
  execRoot: null,
  logDriver: null,
  logOptions: {},
  usernsRemap: null,
  containerd: null,
  hosts: [],
  features: {},
  defaultAddressPools: null,
};

test('the settings that bilge uses are read', (t) => {
  const pools = [{ base: '10.10.0.0/16', size: 24 }];
  const text = JSON.stringify({
    'data-root': '/data',
    'exec-root': '/run/d',
    'log-driver': 'local',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
    'userns-remap': 'default',
    containerd: '/run/c.sock',
    hosts: ['fd://'],
    features: { 'containerd-snapshotter': true },
    'default-address-pools': pools,
    'unknown-key': 1,
  });
  t.deepEqual(parseDaemonJson(text), {
    dataRoot: '/data',
    execRoot: '/run/d',
    logDriver: 'local',
    logOptions: { 'max-size': '10m', 'max-file': '3' },
    usernsRemap: 'default',
    containerd: '/run/c.sock',
    hosts: ['fd://'],
    features: { 'containerd-snapshotter': true },
    defaultAddressPools: pools,
  });
});

test('an empty file, and one of a byte order mark and an object, are configurations', (t) => {
  t.deepEqual(parseDaemonJson(''), EMPTY);
  t.deepEqual(parseDaemonJson('\ufeff{}'), EMPTY);
});

test('the old name of the data root is known, and the new one wins', (t) => {
  t.is(parseDaemonJson('{"graph": "/old"}').dataRoot, '/old');
  t.is(parseDaemonJson('{"graph": "/old", "data-root": "/new"}').dataRoot, '/new');
});

test('settings of a wrong type count as not set, and numbers among log options as texts', (t) => {
  t.deepEqual(
    parseDaemonJson('{"data-root": 7, "log-opts": [], "hosts": "x", "features": {"a": "b"}}'),
    EMPTY,
  );
  t.deepEqual(parseDaemonJson('{"log-opts": {"max-file": 3, "x": null}}').logOptions, { 'max-file': '3' });
});

test('what is no JSON object is a typed error', (t) => {
  for (const text of ['{', '[]', '"x"', 'null']) {
    t.throws(() => parseDaemonJson(text), { instanceOf: DaemonJsonError }, text);
  }
});

test('any text is a configuration or a typed error', (t) => {
  const keys = fc.constantFrom(
    'data-root',
    'log-opts',
    'features',
    'hosts',
    'default-address-pools',
    'graph',
  );
  const objects = fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify(value));
  const property = fc.property(fc.oneof(fc.string(), fc.json(), objects), (text) => {
    try {
      return Object.values(parseDaemonJson(text).logOptions).every((value) => typeof value === 'string');
    } catch (error) {
      return error instanceof DaemonJsonError;
    }
  });
  t.notThrows(() => fc.assert(property));
});
