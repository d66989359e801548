import type { ReasonCodes } from './reason-code.ts';

/** Codes of slices and of the results on them. */
export const SLICE_CODES = {
  COPIES_IGNORED: {
    effect: 'corrected',
    meaning: 'duplicate files with the same SOPInstanceUID and pixels; each slice is used once',
    remedy: 'none needed',
  },
  COPIES_DIFFER: {
    effect: 'refused',
    meaning: 'files with the same SOPInstanceUID differ in pixels or position',
    remedy: 'find out which one is correct and remove the other',
  },
  ORIENTATION_STANDARDISED: {
    effect: 'corrected',
    meaning: 'slices were stored mirrored, rotated or transposed, according to ImageOrientationPatient',
    remedy: 'none needed; keypoints refer to the pixels as stored',
  },
  SPACING_CORRECTED: {
    effect: 'corrected',
    meaning: 'SpacingBetweenSlices differs from the distance between positions; the positions were used',
    remedy: 'none needed',
  },
  SLICE_BLANK: {
    effect: 'check',
    meaning: 'slices of a graded region have one value throughout, as after a failed transfer',
    remedy: 'send the slices again and grade the study again',
  },
  SLICE_GAP: {
    effect: 'check',
    meaning: 'slices are missing within a stack; the message states where, and the width of the gap',
    remedy: 'send the missing slices and grade the study again',
  },
  SAGITTAL_MIDDLES_APART: {
    effect: 'check',
    meaning: 'the sagittal stacks have different centres, which separate left from right foramina',
    remedy: 'check whether slices are missing at one end of a stack, and on which slices foramina were found',
  },
  SLICES_CROWDED: {
    effect: 'check',
    meaning:
      'some slices of a series are much closer together than the others, e.g. because it contains two acquisitions',
    remedy: 'check the series; export each acquisition as a separate series',
  },
  STACKS_OVERLAP: {
    effect: 'check',
    meaning: 'a series contains two stacks of different tilt that cover the same part of the spine',
    remedy: 'check the series; export each acquisition as a separate series',
  },
  SLICES_OVERLAP: {
    effect: 'check',
    meaning: 'slices are much thicker than their distance: interpolated slices, or two acquisitions in one series',
    remedy: 'check the series; send the slices as acquired',
  },
  SLICE_SIZES_DIFFER: {
    effect: 'check',
    meaning: 'slices of a series differ in field of view or matrix, and regions that hold both do not match',
    remedy: 'export each acquisition as a separate series',
  },
  CONCATENATION_INCOMPLETE: {
    effect: 'check',
    meaning: 'parts of a multi-frame object are missing',
    remedy: 'send all parts and grade the study again',
  },
  SLICE_NAME_UNNUMBERED: {
    effect: 'check',
    meaning: 'a file among <n>.dcm has no distinct number and was numbered after all others',
    remedy: 'rename it, or remove it if it is a copy',
  },
  SLICES_AT_ONE_POSITION: {
    effect: 'check',
    meaning: 'several slices share a position; the latest was used',
    remedy: 'check whether a slice was repeated because of motion',
  },
  SLICES_UNPLACED: {
    effect: 'skipped',
    meaning: 'headers of some slices lack their position',
    remedy: 'export the series with its full header',
  },
  SERIES_UNPLACED: {
    effect: 'refused',
    meaning: 'headers of most slices of a series lack their position',
    remedy: 'export the series with its full header, or remove it',
  },
  SERIES_POSITIONS_REPEATED: {
    effect: 'refused',
    meaning: 'most positions of a series have several slices that cannot be distinguished, e.g. echoes or phases',
    remedy: 'export them as separate series, or remove the series',
  },
  BURNED_IN_TEXT: {
    effect: 'check',
    meaning: 'the header states that text is burned into the pixels (BurnedInAnnotation)',
    remedy: 'grade the original images; check reports for identifying text before you share them',
  },
  LOSSY_COMPRESSION: {
    effect: 'check',
    meaning: 'slices have, or had, lossy compression',
    remedy: 'send the originals, if available',
  },
  PIXEL_DATA_LONGER: {
    effect: 'corrected',
    meaning: 'the pixel data is longer than necessary; the rest was ignored',
    remedy: 'none needed',
  },
  VALUES_MASKED: {
    effect: 'corrected',
    meaning: 'bits outside BitsStored, e.g. an overlay, were ignored',
    remedy: 'none needed',
  },
  VALUES_INVERTED: {
    effect: 'corrected',
    meaning: 'MONOCHROME1 was inverted, so high values are bright',
    remedy: 'none needed',
  },
  VALUES_RESCALED: {
    effect: 'corrected',
    meaning: 'RescaleSlope and RescaleIntercept were applied, because they differ within the series or shift zero',
    remedy: 'none needed',
  },
  PADDING_REPLACED: {
    effect: 'check',
    meaning: 'pixels with the padding value were replaced by the minimum of the slice',
    remedy: 'check whether tissue has that value',
  },
  SLICES_FEWER: {
    effect: 'check',
    meaning: 'a site has fewer slices than the network uses; the others stay blank',
    remedy: 'none; the stack ends there',
  },
  AXIAL_TOO_FAR: {
    effect: 'check',
    meaning: 'no axial slice is near the keypoint of a level',
    remedy: 'expect no axial grades of that level',
  },
  KEYPOINTS_IMPLAUSIBLE: {
    effect: 'check',
    meaning:
      'anatomically implausible keypoints: out of order, too close or too far apart, left and right swapped, or series that disagree on levels or on the midline',
    remedy: 'check their positions; do not use the grades marked as doubtful',
  },
  KEYPOINT_OUTSIDE: {
    effect: 'check',
    meaning: 'a keypoint is outside the image',
    remedy: 'do not use the grades of that site',
  },
  KEYPOINT_WEAK: {
    effect: 'check',
    meaning: 'low confidence of a keypoint',
    remedy: 'check its position before using the grades of that site',
  },
  KEYPOINT_MISSING: {
    effect: 'check',
    meaning: 'no keypoint was found for a site',
    remedy: 'expect no grades of that site',
  },
  REGION_FLAT: {
    effect: 'check',
    meaning: 'all pixels of a region are equal, so nothing is seen',
    remedy: 'check the series; do not use the grade of that site',
  },
  ROI_MISSING: {
    effect: 'check',
    meaning: 'a region has no keypoint to be centred on',
    remedy: 'expect no grades of that site',
  },
  ROI_OUT_OF_BOUNDS: {
    effect: 'check',
    meaning: 'a region extends beyond the image; the rest is blank',
    remedy: 'treat the grade of that site with caution',
  },
  ROI_WITHOUT_SLICES: {
    effect: 'check',
    meaning: 'there is no slice at the position of a region',
    remedy: 'expect no grades of that site',
  },
} as const satisfies ReasonCodes;
