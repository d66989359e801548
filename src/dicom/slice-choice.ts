/** Where in a stack the wanted slices lie. */
export type SliceRule =
  /** In the middle. */
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
  /** Slices that the series has. */
  readonly sliceCount: number;
  /** Slices that the stack takes. */
  readonly wanted: number;
}

/** Half-open interval of indices into the anatomical order. */
export interface SliceWindow {
  readonly start: number;
  readonly end: number;
}

const middle = ({ sliceCount, wanted }: SliceCounts): number => Math.floor((sliceCount - wanted) / 2);

/**
 * Index of the first wanted slice before clamping: negative, or beyond the end, where the rule points outside the stack.
 * middle: `floor((n - k) / 2)`; instance: `index - floor(k / 2)`; centredMm: `ceil(offset / spacing + n / 2 - 1 - k / 2)`.
 */
export const firstIndex = (rule: SliceRule, counts: SliceCounts): number => {
  const { sliceCount, wanted } = counts;
  if (rule.kind === 'instance') return rule.index - Math.floor(wanted / 2);
  if (rule.kind === 'middle' || !rule.spacingBetweenSlicesMm) return middle(counts);
  return Math.ceil(rule.offsetMm / rule.spacingBetweenSlicesMm + sliceCount / 2 - 1 - wanted / 2);
};

/**
 * The slices that a rule picks. The first index is clamped to `0..sliceCount`, then up to `wanted` slices follow:
 * a window that starts before 0 is shifted, one that ends behind the last slice is cut and may be empty.
 */
export const chooseSlices = (rule: SliceRule, counts: SliceCounts): SliceWindow => {
  const start = Math.min(Math.max(firstIndex(rule, counts), 0), counts.sliceCount);
  return { start, end: Math.min(start + counts.wanted, counts.sliceCount) };
};
