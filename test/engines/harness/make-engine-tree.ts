import { engineTree } from './engine-tree.js';
import { requirePrograms } from './preconditions.js';

/** Makes the tree of the newer engine ahead of the tests, and says how long that took. */
const begin = performance.now();
const { version } = await requirePrograms({ release: '28' });
const seconds = ((performance.now() - begin) / 1000).toFixed(1);
console.log(`Docker ${version} is in ${await engineTree()} (${seconds} s)`);
