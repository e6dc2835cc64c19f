import { clampFraction } from '../text/bar.js';
import type { Widgets } from 'blessed';
import { truncate } from '../../report/text/fit.js';
import type { ChartEngine, ChartSpace, DonutSlice } from './chart-engine.js';
import { openHiddenScreen } from './hidden-screen.js';

/** Rings of this radius (in dots of braille, 2 × 4 a character) take eight lines with their label. */
const RADIUS = 12;
const ARC = 3;
const LINES = 8;
/** Columns of one ring with its gap; narrower ones would run into each other. */
const RING_COLUMNS = 14;
/** The widget must be higher than what it draws, else it clips the labels. */
const WIDGET_ROWS = 11;
const TRACK = [58, 58, 58] as const;

/** SGR 37 (white) is how blessed writes its default color: unreadable on a light terminal. */
const WHITE = /\u001B\[37m/g;

/** blessed reads braces in text as markup. */
function plainLabel(label: string): string {
  return truncate(label.replaceAll(/[{}]/g, ''), RING_COLUMNS);
}

/** Does the terminal have the colors that tell the ring from its track? */
function hasColors({ theme }: ChartSpace): boolean {
  return theme.depth === '256' || theme.depth === 'true';
}

/** The one hidden screen of the process: blessed keeps every screen for good. */
let loading: Promise<ChartEngine | null> | null = null;

/**
 * The charts of blessed-contrib, drawn on a hidden screen; `null` when it cannot be loaded (a bundled build cannot).
 * blessed-contrib throws strings on what it cannot draw: then there are no lines.
 */
export function loadCharts(): Promise<ChartEngine | null> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ChartEngine | null> {
  try {
    const { default: donut } = await import('blessed-contrib/lib/widget/donut.js');
    const screen = await openHiddenScreen();
    return {
      donuts(slices: readonly DonutSlice[], space: ChartSpace): readonly string[] {
        const fits =
          space.rows >= LINES && space.columns >= slices.length * RING_COLUMNS && slices.length > 0;
        if (!fits || !hasColors(space)) return [];
        try {
          const create = (owner: Widgets.Screen) =>
            donut({
              screen: owner,
              top: 0,
              left: 0,
              width: space.columns,
              height: WIDGET_ROWS,
              radius: RADIUS,
              arcWidth: ARC,
              yPadding: 2,
              remainColor: TRACK,
              data: slices.map(({ label, fraction, color }) => ({
                label: plainLabel(label),
                percent: clampFraction(fraction),
                color: color.rgb,
              })),
            });
          return screen
            .draw(create, LINES)
            .map((line) => truncate(line.replaceAll(WHITE, '').trimEnd(), space.columns));
        } catch {
          return [];
        }
      },
    };
  } catch {
    return null;
  }
}
