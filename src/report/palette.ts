import type { Site } from '../domain/site.ts';
import type { Level, Side } from '../domain/vocabulary.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** One colour per level, bright enough on black and distinguishable with any colour vision (after Okabe and Ito, 2008). */
const LEVEL_COLOURS: Readonly<Record<Level, Rgb>> = {
  l1_l2: [86, 180, 233],
  l2_l3: [240, 228, 66],
  l3_l4: [64, 210, 160],
  l4_l5: [255, 150, 50],
  l5_s1: [225, 130, 200],
};

const SIDE_COLOURS: Readonly<Record<Side, Rgb>> = { left: [255, 150, 50], right: [86, 180, 233] };

export const levelColour = (level: Level): Rgb => LEVEL_COLOURS[level];

/** Colours marks by side on a view of one level, else by level. */
export const markColour = (view: Site, { level, side = 'left' }: Site): Rgb =>
  view.level === undefined && level !== undefined ? LEVEL_COLOURS[level] : SIDE_COLOURS[side];

export const cssColour = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;
