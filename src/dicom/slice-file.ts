import type { IndexedSlice } from '../domain/indexed.ts';
import { sliceName } from '../domain/slice-name.ts';
import type { Canonical, SliceFile } from '../domain/study.ts';

/** What operators get of a slice: its place and what tables call it, and neither header nor the name of its file. */
export const sliceFileOf = (
  {
    file: { path },
    header: { frame },
  }: Pick<IndexedSlice, 'file'> & { readonly header: { readonly frame?: number | undefined } },
  instanceNumber: number,
  canonical?: Canonical,
): SliceFile => ({
  name: sliceName(path, instanceNumber),
  path,
  instanceNumber,
  ...(frame !== undefined && { frame }),
  ...(canonical !== undefined && { canonical }),
});
