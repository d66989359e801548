import type { ReasonCode } from './reason-code.ts';

const speaks = (meaning: string): ReasonCode => ({
  effect: 'ranks',
  meaning,
  remedy: 'where the ranking is wrong, name the series in a descriptions file',
});

/** What speaks for or against a series; the points are in the output of `inspect`. */
export const RANKING_CODES = {
  ORIGINAL: speaks('for: pictures as the scanner made them'),
  ORIGIN_UNKNOWN: speaks('for, a little: ImageType does not say whether the series was derived'),
  REFORMATTED: speaks('against: cut anew from other slices'),
  COMPOSED: speaks('against: put together of several blocks'),
  LARGE_FIELD: speaks('against: higher than a lumbar spine needs'),
  THIN_SLICES: speaks('against: slices thinner than usual ones, as of a three-dimensional series'),
  LUMBAR: speaks('for: body part or name is of the lumbar spine'),
  OTHER_REGION: speaks('against: body part or name is of another region'),
  IN_PHASE: speaks('neither: in-phase picture of a Dixon sequence'),
  WATER: speaks('against, a little: water picture of a Dixon sequence'),
  OPPOSED_PHASE: speaks('against: opposed-phase picture of a Dixon sequence'),
  STIR: speaks('against, a little: STIR shows less detail than T2'),
  FAT_SUPPRESSED: speaks('against, a little: fat is suppressed'),
  CONTRAST_AGENT: speaks('against: taken after a contrast agent'),
  SINGLE_SHOT: speaks('against: taken in one shot'),
  DISTORTION_CORRECTED: speaks('for, a little: corrected for distortion'),
  OTHER_PLANE_NAMED: speaks('against: its name is of another plane'),
  OTHER_FRAME: speaks('against: another frame of reference than the series that it belongs with'),
  OVERLAPS_AXIAL: speaks('for: axial slices cross it'),
  OVERLAPS_SAGITTAL: speaks('for: it shows what the chosen sagittal series shows'),
  LOWEST_BLOCK: speaks('for: the lowest block of an examination of the whole spine'),
  COVERAGE: speaks('for: more slices, and thicker ones in all'),
  LATER: speaks('for, between equals: acquired later'),
} as const satisfies Readonly<Record<string, ReasonCode>>;
