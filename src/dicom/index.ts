export { type Acquisition, parseAcquisition } from './acquisition.ts';
export { type DecodedSlice, decodeSlice } from './decode-slice.ts';
export {
  affineOf,
  geometryOf,
  nearestPlane,
  type PointPx,
  patientPointOf,
  planeDistanceMm,
  requirePosition,
} from './geometry.ts';
export { type WholeObject, wholeObject } from './parse/whole-object.ts';
export { parseHeader, parseHeaders } from './parse-header.ts';
export { type ReadBytes, readBytes } from './read-bytes.ts';
export { beginsAsDicom, readAcquisition, readHeader, readHeaders } from './read-header.ts';
export { inferSeriesKind, type KindVerdict } from './series-kind.ts';
export { chooseSlices, firstIndex, type SliceCounts, type SliceRule, type SliceWindow } from './slice-choice.ts';
export type { PixelDataPlace, SliceHeader } from './slice-header.ts';
export { isReversed, isSliceName, naturalOrder, numbersIn, sliceFilesOf, strayNamesIn } from './slice-order.ts';
export { type FilesRead, type SliceStore, sliceStore } from './slice-store.ts';
