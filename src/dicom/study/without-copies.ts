import type { IndexedSlice, ListedFile } from '../../domain/indexed.ts';

/**
 * Removes copies: files of a series with the same SOPInstanceUID (and frame) are one instance; the first represents them and lists the others. Pixels
 * are compared later, by their reader. Images without a UID count as different, as do those of different series: a careless anonymiser numbers every
 * series alike, and a series must not lose slices to one that is not graded.
 */
export const withoutCopies = (slices: readonly IndexedSlice[]): readonly IndexedSlice[] => {
  const kept: IndexedSlice[] = [];
  const places = new Map<string, number>();
  for (const slice of slices) {
    const { seriesUid, sopInstanceUid, frame } = slice.header;
    const key = `${seriesUid} ${sopInstanceUid} ${frame ?? ''}`;
    const place = sopInstanceUid === undefined ? undefined : places.get(key);
    if (place === undefined) {
      places.set(key, kept.length);
      kept.push(slice);
    } else kept[place] = withCopy(kept[place]!, slice.file);
  }
  return kept;
};

const withCopy = (slice: IndexedSlice, copy: ListedFile): IndexedSlice => ({
  ...slice,
  copies: [...slice.copies, copy],
});
