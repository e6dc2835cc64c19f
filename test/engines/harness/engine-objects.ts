import { z } from 'zod';
import type { PrivateEngine } from './private-engine.js';

const images = z.array(z.object({ Id: z.string() }));
const containers = z.array(z.object({ Id: z.string() }));
const networks = z.array(z.object({ Id: z.string() }));
const volumes = z.object({ Volumes: z.array(z.object({ Name: z.string() })).nullable() });
const usage = z.object({ BuildCache: z.array(z.object({ ID: z.string() })).nullable() });

/** Everything that an engine lists, intermediate images included, as `kind id`. */
export async function engineObjects(engine: PrivateEngine): Promise<readonly string[]> {
  const ask = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const { status, body } = await engine.api(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return schema.parse(body);
  };
  return [
    ...(await ask('/images/json?all=1', images)).map(({ Id }) => `image ${Id}`),
    ...(await ask('/containers/json?all=1', containers)).map(({ Id }) => `container ${Id}`),
    ...((await ask('/volumes', volumes)).Volumes ?? []).map(({ Name }) => `volume ${Name}`),
    ...(await ask('/networks', networks)).map(({ Id }) => `network ${Id}`),
    ...((await ask('/system/df', usage)).BuildCache ?? []).map(({ ID }) => `build-cache ${ID}`),
  ];
}
