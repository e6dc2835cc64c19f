import test from 'ava';
import { basename } from 'node:path';
import { bilge, onlineReport } from './harness/bilge.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { buildWorkload } from './harness/workload.js';
import type { Workload } from './harness/workload/types.js';

/** Anything that a terminal would act on, and marks that reorder what a person reads; line ends are bilge's own. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

let engine: PrivateEngine;
let workload: Workload;

test.before(async () => {
  engine = await startPrivateEngine();
  workload = await buildWorkload(engine);
});

test.after.always(async () => {
  await engine?.cleanup();
});

test('no text output holds an escape sequence, a forged line or a right-to-left mark', async (t) => {
  const commands = [
    ['df'],
    ['images', '--all'],
    ['layers'],
    ['containers'],
    ['volumes'],
    ['report', '--format', 'text'],
  ];
  for (const command of commands) {
    const { stdout, stderr, code } = await bilge([...command, '-H', engine.host]);
    t.is(code, 0, stderr);
    t.notRegex(stdout, UNSAFE, command.join(' '));
    t.notRegex(stderr, UNSAFE, command.join(' '));
    t.false(stdout.split('\n').some((line) => line.startsWith('forged line')));
  }
});

test('labels of images and volumes and names of log files are exact in JSON', async (t) => {
  const { text, imageReference, volume, logFile } = workload.hostile;
  const report = await onlineReport(engine);
  const image = report.images.find(({ references }) => references.includes(imageReference));
  t.true(Object.values(image?.labels ?? {}).includes(text));
  const labelled = report.volumes.find(({ name }) => name === volume);
  t.true(Object.values(labelled?.labels ?? {}).includes(text));
  const names = report.containers.flatMap(({ logFiles }) => logFiles.map(({ name }) => name));
  t.true(names.includes(basename(logFile)));
});

test('the JSON itself holds no byte that a terminal would act on', async (t) => {
  const { stdout } = await bilge(['report', '--format', 'json', '-H', engine.host]);
  t.notRegex(stdout, UNSAFE);
});
