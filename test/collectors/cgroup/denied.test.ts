import test, { type ExecutionContext } from 'ava';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { IS_ROOT, runUnprivileged } from '../disk/other-user.js';
import { type GroupTree, groupTree, member } from './group-tree.js';

const ID = 'a'.repeat(64);
const GROUP = `docker/${ID}`;

const FILES = {
  [`${GROUP}/memory.max`]: '104857600\n',
  [`${GROUP}/memory.current`]: '4096\n',
  [`${GROUP}/cpu.max`]: '50000 100000\n',
  [`${GROUP}/pids.max`]: '50\n',
};

const answerSchema = z.object({
  groups: z.array(
    z.object({
      memory: z.unknown(),
      cpu: z.object({ quotaMicros: z.number() }).nullable(),
      pids: z.object({ limit: z.number() }).nullable(),
    }),
  ),
  problems: z.array(z.object({ code: z.string(), message: z.string(), path: z.string().nullable() })),
});

/** Reads the tree as a user who may not read what is in `closed`; `undefined` where there is no such user. */
async function readClosed(
  t: ExecutionContext,
  tree: GroupTree,
  closed: string,
): Promise<z.output<typeof answerSchema> | undefined> {
  const path = join(tree.cgroupRoot, closed);
  await chmod(join(tree.cgroupRoot, '../../..'), 0o755);
  await chmod(path, IS_ROOT ? 0o700 : 0);
  const module = new URL('../../../src/collectors/cgroup/control-groups.js', import.meta.url);
  const body = `
    const [procRoot, cgroupRoot, text] = options;
    const process = JSON.parse(text);
    process.cgroups.legacy = new Map();
    const table = { processes: [process] };
    const { readings, problems } = await api.readControlGroups({ procRoot, cgroupRoot, table });
    return { groups: [...readings.groups.values()].map(({ reading }) => reading), problems };
  `;
  const process = JSON.stringify(member(10, `0::/${GROUP}\n`));
  const answer = runUnprivileged(t, module, body, tree.procRoot, tree.cgroupRoot, process);
  await chmod(path, 0o755);
  return answer === undefined ? undefined : answerSchema.parse(answer);
}

test('a limit that may not be read is not taken for none: its controller is missing, and a problem says why', async (t) => {
  const tree = await groupTree(t, [{ at: '' }], FILES);
  const closed = `${GROUP}/memory.max`;
  const answer = await readClosed(t, tree, closed);
  if (answer === undefined) return;
  const [reading] = answer.groups;
  t.is(reading?.memory, null);
  t.is(reading?.cpu?.quotaMicros, 50_000);
  t.is(reading?.pids?.limit, 50);
  t.like(answer.problems, [{ code: 'control-groups-denied', path: join(tree.cgroupRoot, closed) }]);
  t.regex(answer.problems[0]?.message ?? '', / 1 file of /);
});

test('a group that may not be entered is not taken for one that has gone', async (t) => {
  const answer = await readClosed(t, await groupTree(t, [{ at: '' }], FILES), 'docker');
  if (answer === undefined) return;
  t.like(answer.groups, [{ memory: null, cpu: null, pids: null }]);
  t.like(answer.problems, [{ code: 'control-groups-denied' }]);
});
