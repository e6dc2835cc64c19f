import { z } from 'zod';
import { PROCESS_STATES } from '../../model/process-state.js';
import { count, countOrNull, text, textOrNull, timeOrNull } from './common.js';

/**
 * Whose a process is. `container`: it runs in one; `namespace`: in a pid namespace that is no known container's;
 * `monitor`: it watches a container from outside (a shim, a conmon, a port proxy); `host`: an ancestor of the others.
 */
export const PROCESS_ROLES = ['container', 'namespace', 'monitor', 'host'] as const;

/** How its container was found. */
const FOUND_BY = ['cgroup', 'namespace', 'parent', 'command-line', 'engine'] as const;

export const processSchema = z.object({
  hostPid: count.describe('process id on the engine’s host'),
  nsPids: z
    .array(count)
    .describe(
      'its id in each pid namespace, outermost first, as NSpid of /proc; empty when only an engine told',
    ),
  parentPid: countOrNull.describe('on the host; null when not known'),
  role: z.enum(PROCESS_ROLES),
  containerId: textOrNull.describe(
    'the container it runs in; null for a namespace of no known container and for processes of the host, monitors included',
  ),
  containerName: textOrNull,
  watches: textOrNull.describe('id of the container that a monitor watches from the host; null for others'),
  imageId: textOrNull,
  imageReference: textOrNull,
  composeProject: textOrNull,
  composeService: textOrNull,
  runtime: textOrNull.describe(
    'what made its control group, by the form of the path: docker, podman, containerd, cri-containerd, cri-o, lxc, …; null when none says',
  ),
  foundBy: z.enum(FOUND_BY).nullable().describe('how its container is known'),
  entry: z
    .enum(['init', 'exec', 'child'])
    .nullable()
    .describe('init: the container’s first process; exec: came in from outside; child: of one of its own'),
  pidNamespace: countOrNull.describe('inode number; null when it could not be seen'),
  comm: text,
  command: text.describe('its arguments, or its name in brackets where it has none'),
  hostUid: countOrNull,
  hostUser: textOrNull,
  containerUid: countOrNull.describe('as the process itself sees it, by the uid map of its user namespace'),
  state: z.enum(PROCESS_STATES),
  kernelThread: z.boolean(),
  rssBytes: countOrNull.describe(
    'resident memory, shared pages included; null for what has ended (zombie, dead) and for kernel threads, which have none',
  ),
  threads: countOrNull,
  startedAt: timeOrNull,
  cgroupPath: textOrNull,
  unmeasuredReason: textOrNull.describe('why something is null that a process of this host would have'),
});
