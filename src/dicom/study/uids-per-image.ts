import type { IndexedSlice } from '../../domain/indexed.ts';
import { labelOf, TAGS } from '../tags.ts';

/** Name, for messages, of a UID that images share by definition. */
export type IgnoredUid = string;

const SHARED = [
  { key: 'studyUid', name: labelOf(TAGS.studyInstanceUid) },
  { key: 'frameOfReferenceUid', name: labelOf(TAGS.frameOfReferenceUid) },
] as const;

/** Number of images whose UIDs all differ that rules out coincidence: a folder does not hold three studies of one image each. */
const FEWEST = 3;

const differInAll = (slices: readonly IndexedSlice[], key: (typeof SHARED)[number]['key']): boolean => {
  const uids = slices.map(({ header }) => header[key]);
  return slices.length >= FEWEST && !uids.includes(undefined) && new Set(uids).size === slices.length;
};

/**
 * Removes UIDs of study or frame of reference from images that were anonymised file by file, with a new UID in each: they no longer show which images
 * belong together. Frames of one object share their UIDs and stay as they are.
 */
export const withoutUidsPerImage = (
  slices: readonly IndexedSlice[],
): { readonly slices: readonly IndexedSlice[]; readonly ignored: readonly IgnoredUid[] } => {
  const senseless = SHARED.filter(({ key }) => differInAll(slices, key));
  if (senseless.length === 0) return { slices, ignored: [] };
  const blank = Object.fromEntries(senseless.map(({ key }) => [key, undefined]));
  return {
    slices: slices.map((slice) => ({ ...slice, header: { ...slice.header, ...blank } })),
    ignored: senseless.map(({ name }) => name),
  };
};
