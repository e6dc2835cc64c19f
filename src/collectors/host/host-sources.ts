import type { EngineClient } from '../engine/client.js';
import type { LiveSources } from '../live/live-sources.js';
import type { HostPlaces } from './host-places.js';

/** Which host to look at. */
export interface HostSources {
  /** `null`: no engine is asked (`--offline`). */
  readonly engine: EngineClient | null;
  /** The engine is on this machine, so its data root may be readable here. */
  readonly engineIsLocal: boolean;
  /** Given with `--data-root`: no other root of this machine is looked for then. */
  readonly dataRoot: string | null;
  /** Given with `--containerd-root`. */
  readonly containerdRoot?: string | null;
  /** In a test, other places than this machine's. */
  readonly places?: HostPlaces;
  /** In a test, another kernel than this machine's. */
  readonly live?: LiveSources;
}
