import type { PixelDataPlace, SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import { headerDataOf } from './data-set.ts';
import { headerOf } from './parse-header.ts';

/** A whole file in memory, ready to take frames out of. */
export interface OpenFile {
  /** What places are counted in: the inflated bytes of a deflated file. */
  readonly bytes: Uint8Array;
  readonly place: PixelDataPlace;
  /** ExtendedOffsetTable (7FE0,0001), where there is one. */
  readonly extendedOffsets: Uint8Array | undefined;
  /** The header of a frame, from 1; of the one image without it. */
  readonly headerOf: (frame: number | undefined, where: Where) => SliceHeader;
}

const EXTENDED_OFFSET_TABLE = 'x7fe00001';

/** @throws what `parseHeader` throws */
export const openFile = (fileBytes: Uint8Array, where: Where = {}): OpenFile => {
  const { dataSet, pixelElement } = headerDataOf(fileBytes, where);
  const bytes = dataSet.byteArray;
  const table = dataSet.elements[EXTENDED_OFFSET_TABLE];
  const { dataOffset: offset, length, hadUndefinedLength, vr } = pixelElement;
  return {
    bytes,
    place: { offset, length, encapsulated: hadUndefinedLength === true, vr: vr ?? '' },
    extendedOffsets: table && bytes.subarray(table.dataOffset, table.dataOffset + table.length),
    headerOf: () => headerOf(dataSet),
  };
};
