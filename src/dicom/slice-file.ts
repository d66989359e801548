import type { IndexedSlice } from '../domain/indexed.ts';
import { sliceName } from '../domain/slice-name.ts';
import type { Canonical, SliceFile } from '../domain/study.ts';

/** A slice as operators see it: its position and its number in tables, without its header or file name. */
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
