import { ExpectedError } from './expected-error.js';
import type { ObjectKey } from './removal-engine.js';

/** An id has not the form that objects of its kind have, so it could mean another object. Nothing was asked. */
export class ObjectKeyError extends ExpectedError {
  override readonly name = 'ObjectKeyError';

  constructor(key: ObjectKey) {
    super(`${JSON.stringify(key.id)} is not the full id of ${ONE[key.kind]}, so the engine was not asked.`);
  }
}

const ONE = {
  image: 'an image',
  container: 'a container',
  volume: 'a volume',
  'build-cache': 'a build cache record',
  network: 'a network',
} as const;
