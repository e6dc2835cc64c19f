import type { PaletteColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';

/** The room of a chart and its colors. */
export interface ChartSpace {
  readonly columns: number;
  readonly rows: number;
  readonly theme: Theme;
}

/** One ring: a share between 0 and 1 and what it is a share of. */
export interface DonutSlice {
  readonly label: string;
  readonly fraction: number;
  readonly color: PaletteColor;
}

/** Draws charts as lines of text; pure, and never more lines or columns than the space has. */
export interface ChartEngine {
  /** One ring per share, beside each other, each with its percentage and its label. No lines when it cannot. */
  donuts(slices: readonly DonutSlice[], space: ChartSpace): readonly string[];
}
