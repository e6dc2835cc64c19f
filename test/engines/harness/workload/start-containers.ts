import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../until.js';
import type { ContainerPlan } from './containers.js';
import { seededFiles } from './tar.js';
import type { WorkloadContainer, WorkloadContext } from './types.js';
import { contentLength, copyInto } from './volumes.js';

const LIMIT_MS = 120_000;

/** Whether the engine has rotated (and where asked to, compressed) a log as often as its options let it. */
function rotated(plan: ContainerPlan, log: string): boolean {
  const has = (suffix: string): boolean => existsSync(`${log}${suffix}`);
  if (!plan.args.some((arg) => arg.includes('max-file'))) return true;
  if (!plan.args.some((arg) => arg.includes('compress=true'))) return has('.2');
  return has('.1.gz') && has('.2.gz') && !has('.1');
}

/** Whether the last line is in the log; during a rotation there is no file of that name for a moment. */
function isReady(log: string): boolean {
  try {
    return readFileSync(log, 'utf8').includes('"ready\\n"');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Waits until a container has logged its last line and the engine has rotated the files. */
async function logSettled(context: WorkloadContext, plan: ContainerPlan, id: string): Promise<void> {
  if (plan.state === 'created' || plan.logDriver === 'none') return;
  const log = join(context.dataRoot, 'containers', id, `${id}-json.log`);
  await until(
    `the log of ${plan.name} to settle`,
    async () => {
      if (!rotated(plan, log)) return false;
      if (plan.logDriver === 'json-file') return isReady(log);
      return (await context.engine.docker(['logs', '--tail=1', plan.name])).includes('ready');
    },
    LIMIT_MS,
  );
}

/** Makes one container, brings it into its state and puts its data into its writable layer. */
export async function startContainer(
  context: WorkloadContext,
  plan: ContainerPlan,
): Promise<WorkloadContainer> {
  const { engine, content, scale } = context;
  const verb = plan.state === 'created' ? ['create'] : ['run', '--detach'];
  const args = ['--name', plan.name, '--stop-timeout=1', ...plan.args, plan.image, 'sh', '-c', plan.script];
  const id = await engine.docker([...verb, ...args]);
  if (plan.state === 'exited') await engine.docker(['wait', plan.name]);
  await logSettled(context, plan, id);
  const files =
    plan.writesMegabytes === 0
      ? []
      : seededFiles(content, `written-by-${plan.name}`, 2, plan.writesMegabytes * 1_000_000 * scale);
  if (files.length > 0) {
    await copyInto(context, plan.name, '/srv', [
      { path: `written-by-${plan.name}`, directory: true },
      ...files,
    ]);
  }
  if (plan.state === 'paused') await engine.docker(['pause', plan.name]);
  const { name, image, state, logDriver } = plan;
  return { name, id, image, state, logDriver, writtenBytes: contentLength(files) };
}
