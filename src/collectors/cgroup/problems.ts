import type { Problem } from '../../model/problem.js';

const MISSING = 'limits and use of containers';

/** No hierarchy is mounted where this process could see it. */
export function notMountedProblem(cgroupRoot: string): Problem {
  return {
    source: 'cgroup',
    code: 'control-groups-not-mounted',
    message: 'No hierarchy of control groups is mounted here.',
    path: cgroupRoot,
    missing: MISSING,
    hint: 'Where bilge runs in a container, mount the host’s /sys/fs/cgroup into it.',
  };
}

/** Files of control groups that this user may not read: one problem for all of them. */
export function deniedProblem(denied: readonly string[]): Problem[] {
  const [first] = denied;
  if (first === undefined) return [];
  return [
    {
      source: 'cgroup',
      code: 'control-groups-denied',
      message: `Permission to read ${denied.length === 1 ? '1 file' : `${denied.length} files`} of control groups was denied, ${first} the first of them.`,
      path: first,
      missing: MISSING,
      hint: 'Run as root.',
    },
  ];
}

/** Containers that this process can name, but whose groups its cgroup namespace or its mounts do not hold. */
export function outsideProblem(count: number): Problem[] {
  if (count === 0) return [];
  return [
    {
      source: 'cgroup',
      code: 'control-groups-outside',
      message: `The control groups of ${count === 1 ? '1 container' : `${count} containers`} are not below those that are mounted here.`,
      path: null,
      missing: MISSING,
      hint: 'Run outside of a container, or in one with --cgroupns=host and the host’s /sys/fs/cgroup.',
    },
  ];
}
