import type { Category } from '../../model/category.js';

/** A color for each kind of terminal: 24 bit (and the nearest of 256), and one of the 16 basic SGR codes. */
export interface PaletteColor {
  readonly rgb: readonly [red: number, green: number, blue: number];
  readonly basic: number;
}

/**
 * The palette of Okabe and Ito (“Color Universal Design”, 2008), distinguishable with every common color vision
 * deficiency, plus two grays. Color is never the only carrier of a meaning: each bar has its title beside it.
 */
const SKY = { rgb: [86, 180, 233], basic: 96 } satisfies PaletteColor;
const ORANGE = { rgb: [230, 159, 0], basic: 33 } satisfies PaletteColor;
const VERMILLION = { rgb: [213, 94, 0], basic: 91 } satisfies PaletteColor;
const GREEN = { rgb: [0, 158, 115], basic: 32 } satisfies PaletteColor;
const PURPLE = { rgb: [204, 121, 167], basic: 95 } satisfies PaletteColor;
const BLUE = { rgb: [0, 114, 178], basic: 94 } satisfies PaletteColor;
const YELLOW = { rgb: [240, 228, 66], basic: 93 } satisfies PaletteColor;
const TEAL = { rgb: [68, 170, 153], basic: 36 } satisfies PaletteColor;
const BROWN = { rgb: [153, 102, 51], basic: 33 } satisfies PaletteColor;
const LIGHT_GRAY = { rgb: [178, 178, 178], basic: 37 } satisfies PaletteColor;
const GRAY = { rgb: [128, 128, 128], basic: 90 } satisfies PaletteColor;

export const CATEGORY_COLORS: Readonly<Record<Category, PaletteColor>> = {
  'image-layers': SKY,
  'image-content': TEAL,
  'writable-layers': ORANGE,
  'container-logs': VERMILLION,
  'container-metadata': LIGHT_GRAY,
  volumes: GREEN,
  'build-cache': PURPLE,
  'image-metadata': BLUE,
  'engine-state': GRAY,
  'other-namespaces': BROWN,
  leftovers: YELLOW,
};

/** Colors by what they say. */
export const ROLE_COLORS = {
  accent: SKY,
  good: GREEN,
  warn: ORANGE,
  bad: VERMILLION,
  muted: GRAY,
} as const;
