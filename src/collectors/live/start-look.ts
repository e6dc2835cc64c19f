import type { CollectOptions } from '../collect-options.js';
import type { HostSources } from '../host/host-sources.js';
import { LiveLook } from './live-look.js';
import { systemLiveSources } from './system-sources.js';

/** Begins to look at this machine's kernel, unless the engine that is asked is known to run on another one. */
export function startLook(
  sources: HostSources,
  { parts = [], intervalMs, signal }: CollectOptions,
  onChange: () => void,
): LiveLook {
  const isOurs = sources.engine === null || sources.engineIsLocal;
  return new LiveLook(sources.live ?? systemLiveSources(), {
    parts: isOurs ? parts : [],
    intervalMs,
    signal,
    onChange,
  });
}
