import { readControlGroups } from '../cgroup/control-groups.js';
import { collectHostNetwork } from '../network/host-network.js';
import { collectProcessTable } from '../proc/process-table.js';
import type { LiveSources } from './live-sources.js';

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
    async hostNetwork(table, signal) {
      const { network, problems } = await collectHostNetwork({ table, signal });
      return { value: network, problems };
    },
  };
}
