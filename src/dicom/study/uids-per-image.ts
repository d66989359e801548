import type { IndexedSlice } from '../../domain/indexed.ts';
import { labelOf, TAGS } from '../tags.ts';

/** A UID that images share by definition, and what messages call it. */
export type IgnoredUid = string;

const SHARED = [
  { key: 'studyUid', name: labelOf(TAGS.studyInstanceUid) },
  { key: 'frameOfReferenceUid', name: labelOf(TAGS.frameOfReferenceUid) },
] as const;

/** So many images that all differ are no coincidence: three studies of one image each do not lie in one folder. */
const FEWEST = 3;

const differInAll = (slices: readonly IndexedSlice[], key: (typeof SHARED)[number]['key']): boolean => {
  const uids = slices.map(({ header }) => header[key]);
  return slices.length >= FEWEST && !uids.includes(undefined) && new Set(uids).size === slices.length;
};

/**
 * Images that were anonymised file by file, with a new UID of study or frame of reference in each, without that UID: it says nothing about which
 * of them belong together. Frames of one object share its UIDs and are left alone.
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
