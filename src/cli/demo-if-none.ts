import { EndpointError } from '../collectors/engine/endpoint-error.js';
import { type EndpointSources, processEndpointSources } from '../collectors/engine/endpoint-sources.js';
import { type Endpoint, resolveEndpoint } from '../collectors/engine/endpoint.js';
import { DEFAULT_DATA_ROOT } from '../collectors/host/host-places.js';
import type { SourceOptions } from './options.js';

/** Said in one line when the sample stands in for a host. */
const NOTE = 'No engine and no data root on this machine: showing the bundled sample host (bilge demo).';

/**
 * For `--demo-if-none`: the sample host where there is nothing else to look at.
 * @param sources what the machine looks like; injected so that no test sees its own.
 * @returns the options to go on with, and what to say about it.
 */
export function sampleIfNone<T extends SourceOptions>(
  options: T,
  sources: EndpointSources = processEndpointSources(),
): { readonly options: T; readonly notes: readonly string[] } {
  if (hasHost(options, sources)) return { options, notes: [] };
  return { options: { ...options, sample: true }, notes: [NOTE] };
}

/** An engine or a data root was named, or something of one is at the usual places. */
function hasHost(options: SourceOptions, sources: EndpointSources): boolean {
  const named = [options.host, options.context, options.dataRoot, options.containerdRoot];
  if (named.some((value) => value !== undefined && value !== '')) return true;
  const endpoint = endpointOf(sources);
  // What is configured badly is explained by the attempt to use it.
  if (endpoint === null || endpoint.source !== 'default socket') return true;
  const { exists, root } = sources;
  if (endpoint.socketPath !== null && exists(endpoint.socketPath)) return true;
  // Others than root cannot look into the data root, but its filesystem is still theirs to see.
  return exists(root ? `${DEFAULT_DATA_ROOT}/containers` : DEFAULT_DATA_ROOT);
}

function endpointOf(sources: EndpointSources): Endpoint | null {
  try {
    return resolveEndpoint(sources);
  } catch (error) {
    if (error instanceof EndpointError) return null;
    throw error;
  }
}
