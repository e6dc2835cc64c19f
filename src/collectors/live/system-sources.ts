import { type LiveSources, NO_LIVE_SOURCES } from './live-sources.js';

/** What the kernel of this machine shows. */
export function systemLiveSources(): LiveSources {
  return NO_LIVE_SOURCES;
}
