import type { SliceHeader } from './slice-header.ts';

/** A file of a study: its name relative to the study's folder, and its path. */
export interface ListedFile {
  readonly name: string;
  readonly path: string;
}

/** File name without its folders, which are left out of messages: exports name them after patients. */
export const baseNameOf = ({ name }: Pick<ListedFile, 'name'>): string => name.slice(name.lastIndexOf('/') + 1);

/** One image of a study: a file, or a frame of one, with its header. */
export interface IndexedSlice {
  readonly file: ListedFile;
  readonly header: SliceHeader;
  /** Other files with the same SOPInstanceUID (and frame); their pixels have not been compared yet. */
  readonly copies: readonly ListedFile[];
}

/** Slices of one series that form one stack or a family of stacks: one plane, echo, contrast and frame of reference. */
export interface IndexedSeries {
  /** SeriesInstanceUID, or the name of its folder if that holds only this series; further parts have a suffix `/2` and so on. */
  readonly id: string;
  /** At least one, in no particular order. */
  readonly slices: readonly IndexedSlice[];
  /** How it was assembled, unless it is one whole SeriesInstanceUID. */
  readonly origin: 'whole' | 'split' | 'merged';
}
