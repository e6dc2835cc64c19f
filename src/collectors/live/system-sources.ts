import { readControlGroups } from '../cgroup/control-groups.js';
import { collectProcessTable } from '../proc/process-table.js';
import { type LiveSources, NO_LIVE_SOURCES } from './live-sources.js';

/** What the kernel of this machine shows. */
export function systemLiveSources(): LiveSources {
  return {
    async processTable(signal) {
      const { table, problems } = await collectProcessTable({ signal });
      return { value: table, problems };
    },
    async controlGroups(table, signal) {
      const { readings, problems } = await readControlGroups({ table, signal });
      return { value: readings, problems };
    },
    hostNetwork: NO_LIVE_SOURCES.hostNetwork,
  };
}
