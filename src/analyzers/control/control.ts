import type { ControlReport } from '../../report/types.js';
import { type HostView, isRunning } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';
import { controlFromCgroup } from './from-cgroup.js';
import { controlFromEngine } from './from-engine.js';
import { controlFromSettings } from './from-settings.js';

const NOT_RUNNING = 'it does not run: limits are those that were set';
const NOT_SEEN = 'its control group was not seen: limits are those that were set';

/**
 * What limits a container and what it uses: of its control group where that can be seen, or else as the engine tells,
 * or else as it was set. `null` when nothing is known of either.
 */
export function reportControl(view: HostView, container: HostContainer): ControlReport | null {
  const { record } = container;
  const { controlGroups, host } = view.inventory;
  const limits = record.settings?.limits ?? null;
  // Of several records with one id (a copy of a data root) the group is that of one.
  const isOther = view.processes !== null && view.processes.known.get(record.id) !== container;
  const group = isOther ? undefined : controlGroups?.groups.get(record.id);
  if (controlGroups !== null && group !== undefined)
    return controlFromCgroup({ layout: controlGroups.layout, group, limits, hostCpus: host.cpus });
  const stats = view.engine?.live?.stats.get(record.id);
  if (stats !== undefined) return controlFromEngine(stats, limits);
  if (limits === null) return null;
  const hostCpus = view.processes === null ? null : host.cpus;
  return controlFromSettings(limits, hostCpus, isRunning(record.status) ? NOT_SEEN : NOT_RUNNING);
}
