import test from 'ava';
import * as fc from 'fast-check';
import { DockerConfigError, parseDockerConfig } from '../../src/formats/docker-config.js';

test('the current context is read and everything else is passed over', (t) => {
  t.deepEqual(parseDockerConfig('{"auths": {}, "currentContext": "prod"}'), { currentContext: 'prod' });
  t.deepEqual(parseDockerConfig('{"auths": {}}'), { currentContext: null });
  t.deepEqual(parseDockerConfig('{"currentContext": ""}'), { currentContext: null });
});

test('an empty file is an empty configuration', (t) => {
  t.deepEqual(parseDockerConfig(' \n'), { currentContext: null });
});

test('a file that docker would not read either is a typed error', (t) => {
  for (const text of ['{', '[]', '7', '{"currentContext": 7}']) {
    t.throws(() => parseDockerConfig(text), { instanceOf: DockerConfigError }, text);
  }
});

test('any text is a configuration or a typed error', (t) => {
  const property = fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    try {
      const { currentContext } = parseDockerConfig(text);
      return currentContext === null || currentContext.length > 0;
    } catch (error) {
      return error instanceof DockerConfigError;
    }
  });
  t.notThrows(() => fc.assert(property));
});
