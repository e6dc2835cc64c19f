import { z } from 'zod';
import type { PrivateEngine } from '../private-engine.js';
import { until } from '../until.js';
import { buildTar } from '../workload/tar.js';
import { commandOf, containerPlans, type CrowdPlan, mountPoint } from './container-plans.js';
import { inParallel, mustAsk } from './request.js';
import type { Seeded } from './seeded.js';

const withId = z.object({ Id: z.string() });

function settings(plan: CrowdPlan): Readonly<Record<string, unknown>> {
  return {
    Image: plan.image,
    Cmd: commandOf(plan),
    StopTimeout: 1,
    Volumes: plan.anonymous === true ? { '/mnt/unnamed': {} } : {},
    HostConfig: {
      Binds: plan.volumes.map((name) => `${name}:${mountPoint(name)}`),
      LogConfig: { Type: plan.logDriver, Config: plan.logOptions ?? {} },
      NetworkMode: plan.network,
    },
  };
}

/** Waits until a running container has written everything it will ever write. */
async function written(engine: PrivateEngine, id: string): Promise<void> {
  await until(
    'a container of the crowd to be idle',
    async () => (await engine.api(`/containers/${id}/archive?path=/once`, 'HEAD')).status === 200,
    60_000,
  );
}

async function makeContainer(engine: PrivateEngine, random: Seeded, plan: CrowdPlan): Promise<void> {
  const path = `/containers/create?name=${plan.name}`;
  const { Id: id } = withId.parse(await mustAsk(engine, 'POST', path, settings(plan)));
  if (plan.state === 'created') {
    if (random.whole(`data of ${plan.name}`, 0, 2) === 0) return;
    const bytes = random.length(plan.name, 500, 200_000);
    const file = { path: `put-${plan.name}/file`, content: random.content(plan.name, bytes) };
    await mustAsk(engine, 'PUT', `/containers/${id}/archive?path=/`, await buildTar([file]));
    return;
  }
  await mustAsk(engine, 'POST', `/containers/${id}/start`);
  if (plan.state === 'running') await written(engine, id);
  else await mustAsk(engine, 'POST', `/containers/${id}/wait`);
}

/** Makes all containers. @param dangling ids of images without a name */
export async function makeContainers(
  engine: PrivateEngine,
  random: Seeded,
  dangling: readonly string[],
): Promise<void> {
  const plans = containerPlans(dangling);
  await inParallel(
    3,
    plans.map((plan) => () => makeContainer(engine, random, plan)),
  );
}

/** Makes images of what containers wrote, one of them without a name. */
export async function commitContainers(engine: PrivateEngine): Promise<void> {
  await mustAsk(engine, 'POST', '/commit?container=crowd-e1&repo=crowd/commit&tag=1', {});
  await mustAsk(engine, 'POST', '/commit?container=crowd-e2&repo=crowd/commit&tag=2', {});
  await mustAsk(engine, 'POST', '/commit?container=crowd-e3', {});
}
