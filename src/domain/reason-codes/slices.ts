import type { ReasonCodes } from './reason-code.ts';

/** Of slices and of what is found on them. */
export const SLICE_CODES = {
  COPIES_IGNORED: {
    effect: 'corrected',
    meaning: 'files with one SOPInstanceUID and the same pixels; each slice counts once',
    remedy: 'none needed',
  },
  COPIES_DIFFER: {
    effect: 'refused',
    meaning: 'files with one SOPInstanceUID differ in pixels or place',
    remedy: 'find out which is right and remove the other',
  },
  ORIENTATION_STANDARDISED: {
    effect: 'corrected',
    meaning: 'slices were stored mirrored, turned or transposed, as ImageOrientationPatient says',
    remedy: 'none needed; keypoints refer to the pixels as stored',
  },
  SPACING_CORRECTED: {
    effect: 'corrected',
    meaning: 'SpacingBetweenSlices is another distance than the positions have; the positions were used',
    remedy: 'none needed',
  },
  SLICE_GAP: {
    effect: 'check',
    meaning: 'slices are missing inside of a stack; the message says where and how wide the gap is',
    remedy: 'send the missing slices and grade the study again',
  },
  SAGITTAL_MIDDLES_APART: {
    effect: 'check',
    meaning: 'the sagittal stacks have different middles, about which left and right foramina are looked for',
    remedy: 'look whether slices are missing at one end of a stack; check on which slices foramina were found',
  },
  SLICES_CROWDED: {
    effect: 'check',
    meaning: 'some slices of a series lie much closer together than the others, as where two acquisitions share it',
    remedy: 'look at the series; export each acquisition as a series of its own',
  },
  CONCATENATION_INCOMPLETE: {
    effect: 'check',
    meaning: 'parts are missing of a multi-frame object that is stored in several',
    remedy: 'send all parts and grade the study again',
  },
  SLICE_NAME_UNNUMBERED: {
    effect: 'check',
    meaning: 'a file among <n>.dcm has no number of its own and was given one above all others',
    remedy: 'rename it, or remove it if it is a copy',
  },
  SLICES_AT_ONE_POSITION: {
    effect: 'check',
    meaning: 'several slices lie at one position; the latest was used',
    remedy: 'check that no slice was repeated with motion',
  },
  SLICES_UNPLACED: {
    effect: 'left out',
    meaning: 'headers of some slices do not say where they lie',
    remedy: 'export the series with its full header',
  },
  SERIES_UNPLACED: {
    effect: 'refused',
    meaning: 'most slices of a series do not say where they lie',
    remedy: 'export the series with its full header, or leave it out',
  },
  SERIES_POSITIONS_REPEATED: {
    effect: 'refused',
    meaning: 'most positions of a series have several slices and nothing tells these apart, such as echoes or phases',
    remedy: 'export them as series of their own, or leave the series out',
  },
  LOSSY_COMPRESSION: {
    effect: 'check',
    meaning: 'slices were compressed with loss of information',
    remedy: 'send the originals if there are some',
  },
  PIXEL_DATA_LONGER: {
    effect: 'corrected',
    meaning: 'the pixel data has more bytes than its pixels need; the rest was ignored',
    remedy: 'none needed',
  },
  VALUES_MASKED: {
    effect: 'corrected',
    meaning: 'bits outside of BitsStored were ignored, such as an overlay',
    remedy: 'none needed',
  },
  VALUES_INVERTED: {
    effect: 'corrected',
    meaning: 'MONOCHROME1 was inverted, so that high values are bright',
    remedy: 'none needed',
  },
  VALUES_RESCALED: {
    effect: 'corrected',
    meaning: 'RescaleSlope and RescaleIntercept were applied, since they differ within the series or move zero',
    remedy: 'none needed',
  },
  PADDING_REPLACED: {
    effect: 'check',
    meaning: 'pixels with the declared padding value were replaced by the least value of the slice',
    remedy: 'look whether tissue has that value',
  },
  SLICES_FEWER: {
    effect: 'check',
    meaning: 'fewer slices exist at a place than the network looks at; the others stay empty',
    remedy: 'none; the stack ends there',
  },
  AXIAL_TOO_FAR: {
    effect: 'check',
    meaning: 'no axial slice lies near the keypoint of a level',
    remedy: 'expect no axial grades of that level',
  },
  KEYPOINTS_IMPLAUSIBLE: {
    effect: 'check',
    meaning: 'keypoints that no lumbar spine has: out of order, too near or too far apart, left and right exchanged',
    remedy: 'look where they lie; do not use the grades that are marked as doubtful',
  },
  KEYPOINT_OUTSIDE: {
    effect: 'check',
    meaning: 'a keypoint lies outside the picture',
    remedy: 'do not use the grades of that place',
  },
  KEYPOINT_WEAK: {
    effect: 'check',
    meaning: 'the network is unsure of a keypoint',
    remedy: 'look where it lies before you use the grades of that place',
  },
  KEYPOINT_MISSING: {
    effect: 'check',
    meaning: 'no keypoint was found at a place',
    remedy: 'expect no grades of that place',
  },
  REGION_FLAT: {
    effect: 'check',
    meaning: 'all pixels of a region have one value, so that nothing is seen there',
    remedy: 'look at the series; do not use the grade of that place',
  },
  ROI_MISSING: {
    effect: 'check',
    meaning: 'a region has no keypoint to be cut about',
    remedy: 'expect no grades of that place',
  },
  ROI_OUT_OF_BOUNDS: {
    effect: 'check',
    meaning: 'a region reaches beyond the picture; the rest stays empty',
    remedy: 'trust the grade of that place less',
  },
  ROI_WITHOUT_SLICES: {
    effect: 'check',
    meaning: 'no slice exists where a region would be cut',
    remedy: 'expect no grades of that place',
  },
} as const satisfies ReasonCodes;
