import { formatBytes } from '../../../report/text/bytes.js';
import type { RootReport } from '../../../report/types.js';
import type { Look } from '../../lists/context.js';
import { fractionOf, stackColumns } from '../../text/bar.js';
import { joinKnown } from '../../text/join-known.js';
import { bytesFigure, certaintyOf, markOf } from '../../../report/text/figure.js';
import { inodeUse } from '../../../report/text/filesystem.js';
import { displayWidth } from '../../../report/text/fit.js';

/** The parts on as few lines as they need, none of them cut. */
function joinParts(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = `${last}   ${part}`;
    if (last === undefined || displayWidth(longer) > width + 2) lines.push(`  ${part}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/**
 * The reconciliation: the root within what its filesystem uses within what it holds, as a gauge. Without color the
 * three parts differ by their shading. The gauge's parts are shares of its width, not figures.
 */
export function filesystemLines(root: RootReport, columns: number, look: Look): string[] {
  const { theme, style } = look;
  const { filesystem } = root;
  if (filesystem === null) return ['', `  ${theme.muted('Filesystem: not measured')}`];
  const { totalBytes, usedBytes, freeBytes, availableBytes, type, device, mountPoint } = filesystem;
  const mark = markOf(root, certaintyOf([root]));
  const width = Math.max(10, columns - 2);
  const mine = fractionOf(root.allocatedBytes, totalBytes) ?? 0;
  const used = fractionOf(usedBytes, totalBytes) ?? 0;
  const [mineColumns = 0, otherColumns = 0] = stackColumns([mine, Math.max(0, used - mine)], width);
  const gauge =
    theme.accent('█'.repeat(mineColumns)) +
    theme.warn('▓'.repeat(otherColumns)) +
    theme.muted('░'.repeat(Math.max(0, width - mineColumns - otherColumns)));
  const where = joinKnown(
    [joinKnown([type, device], ' on '), mountPoint === null ? null : `mounted at ${mountPoint}`],
    ', ',
  );
  const parts = [
    `${theme.accent('█')} this root ${bytesFigure(root.allocatedBytes, mark, style)}`,
    `${theme.accent('█')}${theme.warn('▓')} used ${formatBytes(usedBytes, style)}`,
    `${theme.muted('░')} free ${formatBytes(freeBytes, style)}`,
    ...(availableBytes === freeBytes ? [] : [`for users ${formatBytes(availableBytes, style)}`]),
    `total ${formatBytes(totalBytes, style)}`,
    `inodes ${inodeUse(filesystem)}`,
  ];
  return [
    '',
    `  ${theme.bold('Filesystem')}  ${theme.muted(where)}`,
    `  ${gauge}`,
    ...joinParts(parts, width),
  ];
}
