import { type ReasonCodes, ranks } from './reason-code.ts';

/** Reasons for and against a series; the points appear in the output of `inspect`. */
export const RANKING_CODES: ReasonCodes = {
  ORIGINAL: ranks('for: original images of the scanner'),
  ORIGIN_UNKNOWN: ranks('for, slightly: ImageType does not say whether the series was derived'),
  REFORMATTED: ranks('against: reformatted from other slices'),
  COMPOSED: ranks('against: put together of several blocks'),
  LARGE_FIELD: ranks('against: taller than a lumbar spine requires'),
  THIN_SLICES: ranks('against: unusually thin slices, as in a 3D series'),
  LUMBAR: ranks('for: body part or name states the lumbar spine'),
  OTHER_REGION: ranks('against: body part or name states another region'),
  IN_PHASE: ranks('neither: in-phase image of a Dixon sequence'),
  WATER: ranks('against, slightly: water image of a Dixon sequence'),
  OPPOSED_PHASE: ranks('against: opposed-phase image of a Dixon sequence'),
  STIR: ranks('against, slightly: STIR shows less detail than T2'),
  FAT_SUPPRESSED: ranks('against, slightly: fat is suppressed'),
  CONTRAST_AGENT: ranks('against: taken after a contrast agent'),
  SINGLE_SHOT: ranks('against: single-shot acquisition'),
  DISTORTION_CORRECTED: ranks('for, slightly: corrected for distortion'),
  OTHER_PLANE_NAMED: ranks('against: its name states another plane'),
  OTHER_FRAME: ranks('against: another frame of reference than the related series'),
  OVERLAPS_AXIAL: ranks('for: it intersects axial slices'),
  OVERLAPS_SAGITTAL: ranks('for: it overlaps the chosen sagittal series'),
  LOWEST_BLOCK: ranks('for: the lowest block of an examination of the whole spine'),
  COVERAGE: ranks('for: more slices, and thicker ones in all'),
  LATER: ranks('for, between equals: acquired later'),
};
