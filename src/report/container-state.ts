import type { ContainerReport } from './types.js';

/** The container has processes, or is about to; an unknown state counts as that. */
export function isRunningStatus(status: ContainerReport['status']): boolean {
  return status === 'running' || status === 'paused' || status === 'restarting' || status === 'unknown';
}
