import { isRunningStatus } from '../container-state.js';
import type { ContainerReport } from '../types.js';
import { cleanText } from './clean-text.js';
import { shortId } from './names.js';
import { NONE } from './use.js';
import { wrapText } from './wrap.js';

const LIMITED = [
  ['memory', 'memory limit'],
  ['cpu', 'CPU limit'],
  ['pids', 'limit of processes'],
] as const;

/** Names in a sentence; more than these are counted. */
const MOST_NAMES = 12;

function named(containers: readonly ContainerReport[]): string {
  const names = containers.slice(0, MOST_NAMES).map(({ name, id }) => name ?? shortId(id));
  const more = containers.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function isWithout(part: (typeof LIMITED)[number][0]) {
  return ({ control }: ContainerReport): boolean => control?.unlimited.includes(part) === true;
}

/** `3 of 7 running containers have no memory limit: …`; nothing where each has one. */
function lacking(which: string, some: readonly ContainerReport[], running: number): string[] {
  if (some.length === 0) return [];
  const [containers, have] = [running === 1 ? 'container' : 'containers', some.length === 1 ? 'has' : 'have'];
  return [`${some.length} of ${running} running ${containers} ${have} ${which}: ${named(some)}`];
}

/** Which running containers nothing limits, and why figures are missing; an empty line before them. */
export function unlimitedFooter(containers: readonly ContainerReport[], available: number): string[] {
  const running = containers.filter(({ status, control }) => isRunningStatus(status) && control !== null);
  const free = running.filter((container) => LIMITED.every(([part]) => isWithout(part)(container)));
  const reasons = Map.groupBy(
    containers.filter(({ control }) => (control?.unmeasuredReason ?? null) !== null),
    ({ control }) => control?.unmeasuredReason ?? '',
  );
  const lines = [
    ...lacking('no limit at all', free, running.length),
    ...LIMITED.flatMap(([part, words]) => {
      const some = running.filter((container) => isWithout(part)(container) && !free.includes(container));
      return lacking(`no ${words}`, some, running.length);
    }),
    ...[...reasons].map(([reason, some]) => `${NONE} ${named(some)}: ${reason}`),
  ];
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrapText(cleanText(line), available))];
}
