/** How many colors the terminal shows. */
export type ColorDepth = 'none' | 'basic' | '256' | 'true';

/** The part of `tty.WriteStream` that knows the terminal's colors. */
export interface ColorOutput {
  getColorDepth?(env?: object): number;
}

/**
 * Colors to use on `output`. `NO_COLOR` (any value but the empty one, https://no-color.org) turns them off, whatever
 * the terminal says; an output that cannot be asked gets none.
 */
export function detectColorDepth(
  output: ColorOutput,
  env: Readonly<Record<string, string | undefined>>,
): ColorDepth {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return 'none';
  const bits = output.getColorDepth?.(env) ?? 1;
  if (bits >= 24) return 'true';
  if (bits >= 8) return '256';
  return bits >= 4 ? 'basic' : 'none';
}
