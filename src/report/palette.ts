import { LEVELS, type Level } from '../domain/vocabulary.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** A colour a level, bright enough for a black image and apart for every kind of colour vision (after Okabe and Ito, 2008). */
const LEVEL_COLOURS: Readonly<Record<Level, Rgb>> = {
  l1_l2: [86, 180, 233],
  l2_l3: [240, 228, 66],
  l3_l4: [64, 210, 160],
  l4_l5: [255, 150, 50],
  l5_s1: [225, 130, 200],
};

const LEFT_COLOUR: Rgb = [255, 150, 50];
const RIGHT_COLOUR: Rgb = [86, 180, 233];

/** The colour of what is shown for a level; without one, that of a side. */
export const colourOf = (level: Level | undefined, side?: 'left' | 'right'): Rgb => {
  if (level !== undefined) return LEVEL_COLOURS[level];
  return side === 'right' ? RIGHT_COLOUR : LEFT_COLOUR;
};

export const cssColour = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;

/** `l1` ... `l5`, as the style sheet calls the levels. */
export const levelClass = (level: Level | undefined): string => (level === undefined ? '' : `l${LEVELS.indexOf(level) + 1}`);
