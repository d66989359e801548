/**
 * Files to slices: headers, pixels, geometry.
 * @module spinestream/dicom
 */
export {
  chooseSlices,
  type DecodedSlice,
  decodeSlice,
  geometryOf,
  type KindVerdict,
  kindOf,
  nearestPlane,
  type PointPx,
  parseHeader,
  patientPointOf,
  type ReadBytes,
  readBytes,
  readHeader,
  type SliceHeader,
  type SliceStore,
  sliceStore,
} from '../dicom/index.ts';
