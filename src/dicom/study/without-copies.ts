import type { IndexedSlice, ListedFile } from '../../domain/indexed.ts';

/**
 * Each image once: files of a series that share a SOPInstanceUID (and a frame) are copies of one instance, the first stands for all of them and
 * lists the others. Whether their pixels agree is for whoever reads pixels to see. Images without a UID are taken for different ones, and so
 * are those of different series: a careless anonymiser numbers every series alike, and a series must not lose its slices to one that is not graded.
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
