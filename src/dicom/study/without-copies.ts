import { grouped } from '../../domain/grouped.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';

/**
 * Removes copies: files of a series with the same SOPInstanceUID (and frame) are one instance; the first represents them and lists the others. Pixels
 * are compared later, by their reader. Images without a UID count as different, as do those of different series: a careless anonymiser numbers every
 * series alike, and a series must not lose slices to one that is not graded.
 */
export const withoutCopies = (slices: readonly IndexedSlice[]): readonly IndexedSlice[] => {
  const instances = grouped(slices, ({ header: { seriesUid, sopInstanceUid, frame } }) =>
    sopInstanceUid === undefined ? Symbol() : `${seriesUid} ${sopInstanceUid} ${frame ?? ''}`,
  );
  return [...instances.values()].map(([first, ...more]) => ({
    ...first!,
    copies: [...first!.copies, ...more.map(({ file }) => file)],
  }));
};
