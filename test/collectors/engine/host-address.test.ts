import test from 'ava';
import * as fc from 'fast-check';
import { EndpointError } from '../../../src/collectors/engine/endpoint-error.js';
import { parseHostAddress } from '../../../src/collectors/engine/host-address.js';

const parse = (value: string) => parseHostAddress(value, 'DOCKER_HOST');

const tcp = (value: string) => {
  const address = parse(value);
  return address.transport === 'tcp' ? [address.scheme, address.host, address.port, address.basePath] : null;
};

test('unix addresses have a path, by default the usual one', (t) => {
  t.deepEqual(parse('unix:///run/x.sock'), { transport: 'unix', socketPath: '/run/x.sock' });
  t.deepEqual(parse(' unix:// '), { transport: 'unix', socketPath: '/var/run/docker.sock' });
  t.deepEqual(parse(''), { transport: 'unix', socketPath: '/var/run/docker.sock' });
});

test('tcp addresses have the port 2375 and this machine by default, and need no scheme', (t) => {
  t.deepEqual(tcp('tcp://build.example:2376'), ['tcp', 'build.example', 2376, '']);
  t.deepEqual(tcp('build.example'), ['tcp', 'build.example', 2375, '']);
  t.deepEqual(tcp('tcp://'), ['tcp', 'localhost', 2375, '']);
  t.deepEqual(tcp('tcp://:4243'), ['tcp', 'localhost', 4243, '']);
  t.deepEqual(tcp('http://h:80/engine/'), ['http', 'h', 80, '/engine']);
  t.deepEqual(tcp('https://h:443'), ['https', 'h', 443, '']);
  t.deepEqual(tcp('tcp://[fe80::1]:99'), ['tcp', 'fe80::1', 99, '']);
});

test('ssh addresses may have a user, a port and a socket', (t) => {
  t.deepEqual(parse('ssh://me@h:2222/run/d.sock'), {
    transport: 'ssh',
    host: 'h',
    port: 2222,
    username: 'me',
    socketPath: '/run/d.sock',
  });
  t.like(parse('ssh://h/'), { port: null, username: null, socketPath: null });
});

test('a wrong address says where it stands and what to write', (t) => {
  for (const value of [
    '/run/d.sock',
    'unix:/run/d.sock',
    'fd://',
    'npipe:////./pipe/x',
    'tcp://h:99999',
    'tcp://a b',
  ]) {
    const error = t.throws(() => parse(value), { instanceOf: EndpointError }, value);
    t.regex(error?.message ?? '', /^DOCKER_HOST: .*\. Use unix:\/\//, value);
  }
  t.throws(() => parse('ssh://'), { instanceOf: EndpointError });
  t.throws(() => parse('ssh://-oProxyCommand=x'), { instanceOf: EndpointError });
  t.throws(() => parse('ssh://-l@h'), { instanceOf: EndpointError });
});

test('a password is refused and not repeated', (t) => {
  for (const value of ['ssh://me:secret@h', 'ssh://me:secret@h:no']) {
    const error = t.throws(() => parse(value), { instanceOf: EndpointError });
    t.notRegex(error?.message ?? '', /secret/);
  }
});

test('any text is an address or a typed error', (t) => {
  const scheme = fc.constantFrom('', 'unix://', 'tcp://', 'http://', 'https://', 'ssh://', 'fd://');
  const property = fc.property(scheme, fc.oneof(fc.string(), fc.webAuthority()), (start, rest) => {
    try {
      const address = parse(start + rest);
      return address.transport !== 'tcp' || (address.port > 0 && address.port < 65_536);
    } catch (error) {
      return error instanceof EndpointError;
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: 1000 }));
});
