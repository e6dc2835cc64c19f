import test from 'ava';
import * as fc from 'fast-check';
import { parseDockerProxyArguments } from '../../src/formats/docker-proxy-arguments.js';

const WORDS =
  '/usr/bin/docker-proxy -proto tcp -host-ip 127.0.0.1 -host-port 8080 -container-ip 172.18.0.2 -container-port 80';
const READ = {
  protocol: 'tcp',
  hostAddress: '127.0.0.1',
  hostPort: 8080,
  containerAddress: '172.18.0.2',
  containerPort: 80,
} as const;

test('a proxy says where it listens and for whom, in 20.10 and in 28', (t) => {
  t.deepEqual(parseDockerProxyArguments(WORDS.split(' ')), READ);
  t.deepEqual(parseDockerProxyArguments([...WORDS.split(' '), '-use-listen-fd']), READ);
  t.deepEqual(parseDockerProxyArguments(`proxy -use-listen-fd${WORDS.slice(21)}`.split(' ')), READ);
  t.deepEqual(parseDockerProxyArguments(WORDS.replaceAll(/ ([^- ])/g, '=$1').split(' ')), READ);
});

test('of incomplete or odd arguments nothing is taken', (t) => {
  t.is(parseDockerProxyArguments(['docker-proxy', '-host-port', '80']), null);
  t.is(parseDockerProxyArguments(WORDS.replace('8080', '80800').split(' ')), null);
  t.is(parseDockerProxyArguments(WORDS.replace('127.0.0.1', 'localhost').split(' ')), null);
  t.is(parseDockerProxyArguments(WORDS.replace('tcp', 'icmp').split(' ')), null);
});

test('any words are read', (t) => {
  const word = fc.oneof(fc.string(), fc.constantFrom(...WORDS.split(' ')));
  const property = fc.property(fc.array(word), (words) => {
    const told = parseDockerProxyArguments(words);
    t.true(told === null || told.hostPort > 0);
  });
  t.notThrows(() => fc.assert(property));
});
