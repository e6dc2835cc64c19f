import { cp, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import test from 'ava';
import { reportSchema } from '../../src/report/schema/report.js';
import { CONTAINER_ID, makeDataRoot } from './support/data-root.js';
import { emptyMachine, type Machine } from './support/machine.js';

/** A data root whose engine went from overlay2 to fuse-overlayfs, and one of remapped users inside it. */
async function switchedMachine(machine: Machine): Promise<void> {
  await makeDataRoot(machine.at('root'));
  await makeDataRoot(machine.at('root/100000.100000'));
  const configuration = `containers/${CONTAINER_ID}/config.v2.json`;
  // The same container was made anew under the other driver, and used since.
  const id = CONTAINER_ID.replace(/^./, (digit) => (digit === 'f' ? '0' : 'f'));
  await cp(machine.at('root/image/overlay2'), machine.at('root/image/fuse-overlayfs'), { recursive: true });
  await cp(machine.at('root/overlay2'), machine.at('root/fuse-overlayfs'), { recursive: true });
  const text = await readFile(machine.at('root', configuration), 'utf8');
  await mkdir(machine.at('root/containers', id));
  const made = text
    .replaceAll(CONTAINER_ID, id)
    .replaceAll('"overlay2"', '"fuse-overlayfs"')
    .replace(/"MountPoints":\{.*?\}\},?/, '');
  await writeFile(machine.at('root/containers', id, 'config.v2.json'), made);
  const later = new Date(Date.now() + 60_000);
  await utimes(machine.at('root/image/fuse-overlayfs'), later, later);
}

test('one run shows both stores and the remapped root, with marks, roots and warnings', async (t) => {
  const machine = await emptyMachine(t);
  await switchedMachine(machine);
  const source = ['--offline', '--data-root', machine.at('root')];
  const { stdout: json } = await machine.bilge(['report', '--format', 'json', ...source]);
  const report = reportSchema.parse(JSON.parse(json));
  t.deepEqual(
    report.roots.map(({ path, stores }) => [
      path,
      stores.map(({ storageDriver, hidden }) => [storageDriver, hidden === null]),
    ]),
    [
      [
        machine.at('root'),
        [
          ['fuse-overlayfs', true],
          ['overlay2', false],
        ],
      ],
      [machine.at('root/100000.100000'), [['overlay2', true]]],
    ],
  );
  const sum = report.roots.reduce((total, { allocatedBytes }) => total + (allocatedBytes ?? Number.NaN), 0);
  t.is(report.totals.allocatedBytes, sum);
  const volumes = await machine.bilge(['volumes', ...source]);
  t.regex(volumes.stdout, /^VOLUME .* ROOT/m);
  t.regex(volumes.stdout, /^orders .*web \(hidden\)/m);
  t.regex(volumes.stdout, /^! 1 volume looks unused to the engine .*`docker volume prune`.* · 110\.59 kB$/m);
  const images = await machine.bilge(['images', ...source]);
  t.regex(images.stdout, /^shop\/web:1\.4 † .*\/root$/m);
  t.regex(images.stdout, /^shop\/web:1\.4 {2,}.*100000$/m);
  const df = await machine.bilge(['df', ...source]);
  t.regex(df.stdout, /^ {2}overlay2: 2 images, 2 layers, 1 container, [\d.]+ kB † hidden: /m);
  t.regex(df.stdout, /^ALL 2 ROOTS: /m);
});
