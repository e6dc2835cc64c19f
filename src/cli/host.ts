import { existsSync } from 'node:fs';
import type { CollectOptions } from '../collectors/collect-host.js';
import type { HostSources } from '../collectors/host/locate-data-root.js';
import type { Inventory } from '../model/inventory.js';
import type { SourceOptions } from './options.js';
import { packageFile } from './version.js';

/** The capture behind `bilge demo`. */
const SAMPLE = 'samples/demo-host.tar.gz';

/**
 * Collects the host that the options name.
 * @throws EndpointError for a wrong endpoint, NothingToReadError where there is nothing.
 */
export async function collectFrom(options: SourceOptions, collect: CollectOptions = {}): Promise<Inventory> {
  if (options.sample === true) {
    const { collectSample } = await import('../collectors/collect-sample.js');
    return collectSample(packageFile(SAMPLE));
  }
  const { collectHost } = await import('../collectors/collect-host.js');
  return collectHost(await sourcesOf(options), collect);
}

async function sourcesOf(options: SourceOptions): Promise<HostSources> {
  const dataRoot = options.dataRoot ?? null;
  if (options.offline === true) return { engine: null, engineIsLocal: true, dataRoot };
  const { processEndpointSources } = await import('../collectors/engine/endpoint-sources.js');
  const { resolveEndpoint } = await import('../collectors/engine/endpoint.js');
  const endpoint = resolveEndpoint({
    host: options.host,
    context: options.context,
    ...processEndpointSources(),
  });
  const { createEngineClient } = await import('../collectors/engine/dockerode-client.js');
  return { engine: createEngineClient(endpoint), engineIsLocal: endpoint.local, dataRoot };
}

/** Something of an engine is on this machine: a socket or a data root at the usual places, or one that was named. */
export function hasHost(options: SourceOptions): boolean {
  const named = [
    options.host,
    options.context,
    options.dataRoot,
    process.env['DOCKER_HOST'],
    process.env['DOCKER_CONTEXT'],
  ];
  if (named.some((value) => value !== undefined && value !== '')) return true;
  return existsSync('/var/run/docker.sock') || existsSync('/var/lib/docker/containers');
}
