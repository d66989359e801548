import type { ReasonCode } from './reason-code.ts';

const speaks = (meaning: string): ReasonCode => ({
  effect: 'ranks',
  meaning,
  remedy: 'to correct the ranking, list the series in a descriptions file',
});

/** Reasons for and against a series; the points appear in the output of `inspect`. */
export const RANKING_CODES = {
  ORIGINAL: speaks('for: original images of the scanner'),
  ORIGIN_UNKNOWN: speaks('for, slightly: ImageType does not say whether the series was derived'),
  REFORMATTED: speaks('against: reformatted from other slices'),
  COMPOSED: speaks('against: put together of several blocks'),
  LARGE_FIELD: speaks('against: taller than a lumbar spine requires'),
  THIN_SLICES: speaks('against: unusually thin slices, as in a 3D series'),
  LUMBAR: speaks('for: body part or name states the lumbar spine'),
  OTHER_REGION: speaks('against: body part or name states another region'),
  IN_PHASE: speaks('neither: in-phase image of a Dixon sequence'),
  WATER: speaks('against, slightly: water image of a Dixon sequence'),
  OPPOSED_PHASE: speaks('against: opposed-phase image of a Dixon sequence'),
  STIR: speaks('against, slightly: STIR shows less detail than T2'),
  FAT_SUPPRESSED: speaks('against, slightly: fat is suppressed'),
  CONTRAST_AGENT: speaks('against: taken after a contrast agent'),
  SINGLE_SHOT: speaks('against: single-shot acquisition'),
  DISTORTION_CORRECTED: speaks('for, slightly: corrected for distortion'),
  OTHER_PLANE_NAMED: speaks('against: its name states another plane'),
  OTHER_FRAME: speaks('against: another frame of reference than the related series'),
  OVERLAPS_AXIAL: speaks('for: it intersects axial slices'),
  OVERLAPS_SAGITTAL: speaks('for: it overlaps the chosen sagittal series'),
  LOWEST_BLOCK: speaks('for: the lowest block of an examination of the whole spine'),
  COVERAGE: speaks('for: more slices, and thicker ones in all'),
  LATER: speaks('for, between equals: acquired later'),
} as const satisfies Readonly<Record<string, ReasonCode>>;
