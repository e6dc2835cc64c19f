import { type Binding, type Group, KEY_MAP } from '../keys/key-map.js';
import { keyLabel } from '../keys/key-names.js';
import { HIDDEN } from '../../report/text/hidden.js';
import { beside, displayWidth, fit } from '../../report/text/fit.js';
import type { Theme } from '../theme/theme.js';

const LEFT: readonly Group[] = ['Move', 'Lists'];
const RIGHT: readonly Group[] = ['Views', 'Filter', 'Scan', 'General'];
const LEGEND: readonly (readonly [string, string])[] = [
  ['?', 'not measured, or not known'],
  ['≥', 'a lower bound: not everything was seen'],
  ['~', 'told by the engine or from recorded sizes, not measured on the disk'],
  [HIDDEN, 'the engine does not show it; the details say why'],
  ['allocated', 'blocks on disk, each inode once: what deleting gives back'],
  ['apparent', 'file lengths'],
  ['filter', 'words in any text, or tests as on the command line: size>100MB'],
];

function groupLines(group: Group, theme: Theme): string[] {
  const seen = new Map<string, string[]>();
  for (const binding of KEY_MAP.filter((candidate: Binding) => candidate.group === group)) {
    seen.set(binding.help, [...(seen.get(binding.help) ?? []), ...binding.keys.map(keyLabel)]);
  }
  return [
    `  ${theme.bold(group)}`,
    ...[...seen].map(([help, keys]) => `    ${theme.accent(fit([...new Set(keys)].join(' '), 18))} ${help}`),
    '',
  ];
}

/** The help, generated from the key map, in one or two blocks beside each other. */
export function helpLines(theme: Theme, columns: number): readonly string[] {
  const left = LEFT.flatMap((group) => groupLines(group, theme));
  const right = RIGHT.flatMap((group) => groupLines(group, theme));
  const leftWidth = Math.max(...left.map(displayWidth)) + 2;
  const rightWidth = Math.max(...right.map(displayWidth));
  const keys = leftWidth + rightWidth <= columns ? beside(left, right, leftWidth) : [...left, ...right];
  const legend = LEGEND.map(([sign, text]) => `    ${theme.accent(fit(sign, 18))} ${text}`);
  return [...keys, `  ${theme.bold('Figures')}`, ...legend];
}
