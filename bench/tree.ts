import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILES_PER_DIRECTORY = 100;
const CONTENT = Buffer.alloc(100, 'bilge');

/**
 * Makes a data root in a new temporary directory, with one volume of that many small files: 100 in each directory,
 * 100 such directories in each above.
 * @returns its path.
 */
export async function makeTree(files: number): Promise<string> {
  const root = join(await mkdtemp(join(tmpdir(), 'bilge-bench-')), 'root');
  for (const name of ['containers', 'image', 'volumes']) mkdirSync(join(root, name), { recursive: true });
  const data = join(root, 'volumes', 'bench', '_data');
  let directory = data;
  for (let made = 0; made < files; made++) {
    if (made % FILES_PER_DIRECTORY === 0) {
      const number = made / FILES_PER_DIRECTORY;
      directory = join(data, String(Math.floor(number / 100)), String(number % 100));
      mkdirSync(directory, { recursive: true });
    }
    writeFileSync(join(directory, `file-${made}`), CONTENT);
  }
  return root;
}
