/** Rule for the position of a stack's slices within a series. */
export type SliceRule =
  /** The middle of the series. */
  | { readonly kind: 'middle' }
  /** Around the slice at `index` of the anatomical order. */
  | { readonly kind: 'instance'; readonly index: number }
  /** `offsetMm` from the middle, positive towards the end of the order (the patient's left); without a spacing, in the middle. */
  | {
      readonly kind: 'centredMm';
      readonly offsetMm: number;
      readonly spacingBetweenSlicesMm: number | undefined;
    };

export interface SliceCounts {
  /** Slices in the series. */
  readonly sliceCount: number;
  /** Slices in the stack. */
  readonly wanted: number;
}

/** Half-open interval of indices into the anatomical order. */
export interface SliceWindow {
  readonly start: number;
  readonly end: number;
}

const middle = ({ sliceCount, wanted }: SliceCounts): number => Math.floor((sliceCount - wanted) / 2);

/**
 * Index of the first wanted slice before clamping: negative or past the end if the rule points outside the stack. middle: `floor((n - k) / 2)`;
 * instance: `index - floor(k / 2)`; centredMm: `ceil(offset / spacing + n / 2 - 1 - k / 2)`.
 */
export const firstIndex = (rule: SliceRule, counts: SliceCounts): number => {
  const { sliceCount, wanted } = counts;
  if (rule.kind === 'instance') return rule.index - Math.floor(wanted / 2);
  if (rule.kind === 'middle' || !rule.spacingBetweenSlicesMm) return middle(counts);
  return Math.ceil(rule.offsetMm / rule.spacingBetweenSlicesMm + sliceCount / 2 - 1 - wanted / 2);
};

/**
 * Returns which slices of a series a rule picks: a half-open interval of indices into the anatomical order.
 * Clamps the first index to `0..sliceCount`, then takes up to `wanted` slices: a window that starts before 0 is shifted,
 * one that ends after the last slice is cut and may be empty. `middle` starts at `floor((n - k) / 2)`, `instance` at `index - floor(k / 2)`, and
 * `centredMm` at `ceil(offset / spacing + n / 2 - 1 - k / 2)`, as in the original implementation.
 * @param rule    lengths in mm; indices from 0
 * @param counts  slices that the series has, and that the stack takes
 *
 * @example
 * import { chooseSlices } from 'spinestream/dicom';
 *
 * chooseSlices({ kind: 'middle' }, { sliceCount: 15, wanted: 5 }); // { start: 5, end: 10 }
 * chooseSlices({ kind: 'instance', index: 1 }, { sliceCount: 15, wanted: 5 }); // { start: 0, end: 5 }
 * const left = { kind: 'centredMm', offsetMm: 16.8, spacingBetweenSlicesMm: 4 } as const;
 * chooseSlices(left, { sliceCount: 15, wanted: 3 }); // { start: 10, end: 13 }
 */
export const chooseSlices = (rule: SliceRule, counts: SliceCounts): SliceWindow => {
  const start = Math.min(Math.max(firstIndex(rule, counts), 0), counts.sliceCount);
  return { start, end: Math.min(start + counts.wanted, counts.sliceCount) };
};
