import { leftoverCandidates } from '../analyzers/leftovers/leftover-candidates.js';
import type { CollectOptions } from '../collectors/collect-options.js';
import type { Endpoint } from '../collectors/engine/endpoint.js';
import { LIVE_PARTS } from '../collectors/live/live-sources.js';
import type { HostSources } from '../collectors/host/host-sources.js';
import type { Inventory } from '../model/inventory.js';
import type { SourceOptions } from './options.js';
import { packageFile } from './version.js';

/** The capture behind `bilge demo`. */
const SAMPLE = 'samples/demo-host.tar.gz';

/**
 * Collects the host that the options name: everything, unless less is needed.
 * @throws EndpointError for a wrong endpoint, NothingToReadError where there is nothing.
 */
export async function collectFrom(options: SourceOptions, collect: CollectOptions = {}): Promise<Inventory> {
  if (options.sample === true) {
    const { collectSample } = await import('../collectors/collect-sample.js');
    return collectSample(packageFile(SAMPLE));
  }
  const { collectHost } = await import('../collectors/collect-host.js');
  return collectHost(await sourcesOf(options), {
    parts: LIVE_PARTS,
    ...collect,
    candidates: leftoverCandidates,
  });
}

async function sourcesOf(options: SourceOptions): Promise<HostSources> {
  const named = { dataRoot: options.dataRoot ?? null, containerdRoot: options.containerdRoot ?? null };
  if (options.offline === true) return { engine: null, engineIsLocal: true, ...named };
  const endpoint = await engineEndpoint(options);
  const { createEngineClient } = await import('../collectors/engine/dockerode-client.js');
  return { engine: createEngineClient(endpoint), engineIsLocal: endpoint.local, ...named };
}

/** Where the engine is that the options name. @throws EndpointError for a wrong one */
export async function engineEndpoint(options: SourceOptions): Promise<Endpoint> {
  const { processEndpointSources } = await import('../collectors/engine/endpoint-sources.js');
  const { resolveEndpoint } = await import('../collectors/engine/endpoint.js');
  return resolveEndpoint({ host: options.host, context: options.context, ...processEndpointSources() });
}

/** Loads what collecting needs, which takes longer than finding out that there is nothing to collect. */
export async function loadCollectors(options: SourceOptions): Promise<void> {
  if (options.sample === true) return;
  await import('../collectors/collect-host.js');
  if (options.offline === true) return;
  await Promise.all([import('../collectors/engine/dockerode-client.js'), import('dockerode')]);
}
