import type { ControlReport } from '../../report/types.js';

/** What nothing limits, by the least limits of a container and of what is above it. */
export function unlimitedOf(
  cpus: number | null,
  memoryBytes: number | null,
  pids: number | null,
): ControlReport['unlimited'] {
  return [
    ...(cpus === null ? (['cpu'] as const) : []),
    ...(memoryBytes === null ? (['memory'] as const) : []),
    ...(pids === null ? (['pids'] as const) : []),
  ];
}
