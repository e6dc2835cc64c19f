import test from 'ava';
import * as fc from 'fast-check';
import {
  contextDirectory,
  DockerContextError,
  parseDockerContext,
} from '../../src/formats/docker-context.js';

test('a context is kept in a directory named for the sha256 of its name', (t) => {
  // echo -n prod | sha256sum
  t.is(contextDirectory('prod'), '6754af9632a2745e85c293e5aac0863370d9bd3330b9938c00cadfd215227d77');
});

test('the docker endpoint is read', (t) => {
  const text =
    '{"Name":"prod","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://h:2376","SkipTLSVerify":true}}}';
  t.deepEqual(parseDockerContext(text), { host: 'tcp://h:2376', skipTlsVerify: true });
  t.deepEqual(parseDockerContext('{"Endpoints":{"docker":{}}}'), { host: null, skipTlsVerify: false });
});

test('a context without a docker endpoint is a typed error', (t) => {
  for (const text of [
    '',
    '{',
    '{}',
    '{"Endpoints":{"kubernetes":{}}}',
    '{"Endpoints":{"docker":{"Host":7}}}',
  ]) {
    t.throws(() => parseDockerContext(text), { instanceOf: DockerContextError }, text);
  }
});

test('any text is a context or a typed error', (t) => {
  const endpoints = fc.record({ Endpoints: fc.dictionary(fc.constant('docker'), fc.anything()) });
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    endpoints.map((value) => JSON.stringify(value, noBigInt)),
  );
  const property = fc.property(texts, (text) => {
    try {
      return typeof parseDockerContext(text).skipTlsVerify === 'boolean';
    } catch (error) {
      return error instanceof DockerContextError;
    }
  });
  t.notThrows(() => fc.assert(property));
});

function noBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
