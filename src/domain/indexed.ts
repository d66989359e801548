import type { SliceHeader } from './slice-header.ts';

/** A file of a study: its name below the study's folder, for people, and its place. */
export interface ListedFile {
  readonly name: string;
  readonly path: string;
}

/** The name of a file without its folders, which are not named in messages: exports call them after patients. */
export const baseNameOf = ({ name }: Pick<ListedFile, 'name'>): string => name.slice(name.lastIndexOf('/') + 1);

/** One image of a study: a file, or a frame of one, with what its header says. */
export interface IndexedSlice {
  readonly file: ListedFile;
  readonly header: SliceHeader;
  /** Other files with the same SOPInstanceUID (and frame). Whether their pixels are the same is not known yet. */
  readonly copies: readonly ListedFile[];
}

/** Slices that belong to one series and to one stack or family of stacks of it: one plane, one echo, one contrast, one frame of reference. */
export interface IndexedSeries {
  /** SeriesInstanceUID, or the name of its folder where the folder holds this series alone; `/2` and so on behind it for further parts. */
  readonly id: string;
  /** At least one, in no particular order. */
  readonly slices: readonly IndexedSlice[];
  /** How it was put together, where that is more than one SeriesInstanceUID in one piece. */
  readonly origin: 'whole' | 'split' | 'merged';
}
