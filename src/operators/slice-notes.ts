import type { DecodedSlice, SliceNote } from '../dicom/index.ts';
import type { Warning } from '../domain/study.ts';

/** Corrections of pixel values, and defects, by the codes of `DecodedSlice.notes`. */
const NOTES: Readonly<Record<SliceNote, string>> = {
  BURNED_IN_TEXT:
    'the header states that text is burned into the pixels (BurnedInAnnotation), which may change grades; grade the original images, and check reports for identifying text before you share them',
  LOSSY_COMPRESSION:
    'pixels have, or had, lossy compression, so grades may differ from those of the original pixels; send the originals, if available',
  PADDING_REPLACED: 'pixels that are declared as padding were replaced by the least value of the slice',
  PIXEL_DATA_LONGER: 'the pixel data is longer than its pixels; what follows them was ignored',
  SLICE_BLANK:
    'slices of a graded region have one value throughout, as after a failed transfer; send the series again and grade the study again',
  VALUES_INVERTED: 'values were inverted, since the least one is stored as white (MONOCHROME1)',
  VALUES_MASKED: 'bits outside of BitsStored were ignored, such as an overlay',
  VALUES_RESCALED: 'RescaleSlope and RescaleIntercept were applied, since they differ between slices or move zero',
};

/** A slice that an operator read. */
export interface ReadSlice {
  readonly slice: DecodedSlice;
  readonly seriesId: string | undefined;
}

/** One warning for each kind of correction in each series, with the number of slices. */
export const sliceWarnings = (read: readonly ReadSlice[]): readonly Warning[] => {
  const found = new Map<string, Warning>();
  for (const { slice, seriesId } of read)
    for (const code of slice.notes) found.set(`${code} ${seriesId}`, { code, seriesId, message: NOTES[code] });
  return [...found.values()];
};
