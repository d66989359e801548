import { check, corrected, type ReasonCodes, refused, skipped } from './reason-code.ts';

/** Codes of slices and of the results on them. */
export const SLICE_CODES: ReasonCodes = {
  COPIES_IGNORED: corrected(
    'duplicate files with the same SOPInstanceUID and pixels; each slice is used once',
    'none needed',
  ),
  COPIES_DIFFER: refused(
    'files with the same SOPInstanceUID differ in pixels or position',
    'find out which one is correct and remove the other',
  ),
  ORIENTATION_STANDARDISED: corrected(
    'slices were stored mirrored, rotated or transposed, according to ImageOrientationPatient',
    'none needed; keypoints refer to the pixels as stored',
  ),
  SPACING_CORRECTED: corrected(
    'SpacingBetweenSlices differs from the distance between positions; the positions were used',
    'none needed',
  ),
  SLICE_BLANK: check(
    'slices of a graded region have one value throughout, as after a failed transfer',
    'send the slices again and grade the study again',
  ),
  SLICE_GAP: check(
    'slices are missing within a stack; the message states where, and the width of the gap',
    'send the missing slices and grade the study again',
  ),
  SAGITTAL_MIDDLES_APART: check(
    'the sagittal stacks have different centres, which separate left from right foramina',
    'check whether slices are missing at one end of a stack, and on which slices foramina were found',
  ),
  SLICES_CROWDED: check(
    'some slices of a series are much closer together than the others, e.g. because it contains two acquisitions',
    'check the series; export each acquisition as a separate series',
  ),
  STACKS_OVERLAP: check(
    'a series contains two stacks of different tilt that cover the same part of the spine',
    'check the series; export each acquisition as a separate series',
  ),
  SLICES_OVERLAP: check(
    'slices are much thicker than their distance: interpolated slices, or two acquisitions in one series',
    'check the series; send the slices as acquired',
  ),
  SLICE_SIZES_DIFFER: check(
    'slices of a series differ in field of view or matrix, and regions that hold both do not match',
    'export each acquisition as a separate series',
  ),
  CONCATENATION_INCOMPLETE: check(
    'parts of a multi-frame object are missing',
    'send all parts and grade the study again',
  ),
  SLICE_NAME_UNNUMBERED: check(
    'a file among <n>.dcm has no distinct number and was numbered after all others',
    'rename it, or remove it if it is a copy',
  ),
  SLICES_AT_ONE_POSITION: check(
    'several slices share a position; the latest was used',
    'check whether a slice was repeated because of motion',
  ),
  SLICES_UNPLACED: skipped('headers of some slices lack their position', 'export the series with its full header'),
  SERIES_UNPLACED: refused(
    'headers of most slices of a series lack their position',
    'export the series with its full header, or remove it',
  ),
  SERIES_POSITIONS_REPEATED: refused(
    'most positions of a series have several slices that cannot be distinguished, e.g. echoes or phases',
    'export them as separate series, or remove the series',
  ),
  BURNED_IN_TEXT: check(
    'the header states that text is burned into the pixels (BurnedInAnnotation)',
    'grade the original images; check reports for identifying text before you share them',
  ),
  LOSSY_COMPRESSION: check('slices have, or had, lossy compression', 'send the originals, if available'),
  PIXEL_DATA_LONGER: corrected('the pixel data is longer than necessary; the rest was ignored', 'none needed'),
  VALUES_MASKED: corrected('bits outside BitsStored, e.g. an overlay, were ignored', 'none needed'),
  VALUES_INVERTED: corrected('MONOCHROME1 was inverted, so high values are bright', 'none needed'),
  VALUES_RESCALED: corrected(
    'RescaleSlope and RescaleIntercept were applied, because they differ within the series or shift zero',
    'none needed',
  ),
  PADDING_REPLACED: check(
    'pixels with the padding value were replaced by the minimum of the slice',
    'check whether tissue has that value',
  ),
  SLICES_FEWER: check(
    'a site has fewer slices than the network uses; the others stay blank',
    'none; the stack ends there',
  ),
  AXIAL_TOO_FAR: check('no axial slice is near the keypoint of a level', 'expect no axial grades of that level'),
  KEYPOINTS_IMPLAUSIBLE: check(
    'anatomically implausible keypoints: out of order, too close or too far apart, left and right swapped, or series that disagree on levels or on the midline',
    'check their positions; do not use the grades marked as doubtful',
  ),
  KEYPOINT_OUTSIDE: check('a keypoint is outside the image', 'do not use the grades of that site'),
  KEYPOINT_WEAK: check('low confidence of a keypoint', 'check its position before using the grades of that site'),
  KEYPOINT_MISSING: check('no keypoint was found for a site', 'expect no grades of that site'),
  REGION_FLAT: check(
    'all pixels of a region are equal, so nothing is seen',
    'check the series; do not use the grade of that site',
  ),
  ROI_MISSING: check('a region has no keypoint to be centred on', 'expect no grades of that site'),
  ROI_OUT_OF_BOUNDS: check(
    'a region extends beyond the image; the rest is blank',
    'treat the grade of that site with caution',
  ),
  ROI_WITHOUT_SLICES: check('there is no slice at the position of a region', 'expect no grades of that site'),
};
