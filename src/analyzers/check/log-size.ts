import type { CheckFinding, Report } from '../../report/types.js';
import { logSize, perLog } from './container-logs.js';

/** `max-log`: the files of one container's log together, those that were turned over included. */
export function checkLogSize(report: Report, limitBytes: number): CheckFinding[] {
  return perLog(report, 'max-log', limitBytes, logSize);
}
