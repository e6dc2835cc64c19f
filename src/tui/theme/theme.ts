import type { Category } from '../../model/category.js';
import type { ColorDepth } from './color-depth.js';
import { CATEGORY_COLORS, ROLE_COLORS, type PaletteColor } from './palette.js';

/** Puts SGR codes around a text; the text keeps its display width. */
export type Paint = (text: string) => string;

export interface Theme {
  readonly depth: ColorDepth;
  readonly bold: Paint;
  readonly dim: Paint;
  /** For the selected row and the active tab: visible without color. */
  readonly inverse: Paint;
  readonly accent: Paint;
  readonly good: Paint;
  readonly warn: Paint;
  readonly bad: Paint;
  readonly muted: Paint;
  category(category: Category): Paint;
}

export const plain: Paint = (text) => text;

const LEVELS = [0, 95, 135, 175, 215, 255] as const;

function nearestLevel(value: number): number {
  let best = 0;
  LEVELS.forEach((level, index) => {
    if (Math.abs(level - value) < Math.abs((LEVELS[best] ?? 0) - value)) best = index;
  });
  return best;
}

/** Index in xterm's 256 colors: its gray ramp (232–255), or its 6×6×6 cube (16–231). */
function xtermIndex([red, green, blue]: PaletteColor['rgb']): number {
  if (red === green && green === blue) return 232 + Math.max(0, Math.min(23, Math.round((red - 8) / 10)));
  return 16 + 36 * nearestLevel(red) + 6 * nearestLevel(green) + nearestLevel(blue);
}

function sgr(open: string, close: string): Paint {
  return (text) => (text === '' ? '' : `\u001B[${open}m${text}\u001B[${close}m`);
}

function paint(color: PaletteColor, depth: ColorDepth): Paint {
  if (depth === 'none') return plain;
  if (depth === 'basic') return sgr(String(color.basic), '39');
  if (depth === '256') return sgr(`38;5;${xtermIndex(color.rgb)}`, '39');
  return sgr(`38;2;${color.rgb.join(';')}`, '39');
}

/** The styles for a terminal. Without colors, bold, dim and inverse remain: NO_COLOR is about colors only. */
export function createTheme(depth: ColorDepth): Theme {
  const categories = new Map<Category, Paint>();
  return {
    depth,
    bold: sgr('1', '22'),
    dim: sgr('2', '22'),
    inverse: sgr('7', '27'),
    accent: paint(ROLE_COLORS.accent, depth),
    good: paint(ROLE_COLORS.good, depth),
    warn: paint(ROLE_COLORS.warn, depth),
    bad: paint(ROLE_COLORS.bad, depth),
    muted: paint(ROLE_COLORS.muted, depth),
    category(category) {
      let found = categories.get(category);
      if (found === undefined) {
        found = paint(CATEGORY_COLORS[category], depth);
        categories.set(category, found);
      }
      return found;
    },
  };
}
