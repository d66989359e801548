export type { SliceHeader } from '../domain/slice-header.ts';
export { type DecodedSlice, decodeSlice, type SliceNote } from './decode-slice.ts';
export {
  geometryIfKnown,
  geometryOf,
  nearestPlane,
  type PointPx,
  patientPointOf,
  planeDistanceMm,
  requirePosition,
} from './geometry.ts';
export { element as encodedElement } from './json/data-set-bytes.ts';
export {
  type DicomJson,
  firstCountOf,
  firstTextOf,
  isDicomJson,
  type JsonAttribute,
  valuesOf,
} from './json/dicom-json.ts';
export { headersOfJson, lackingInJson } from './json/json-headers.ts';
export { type CopiedAttribute, copiedAttributes } from './parse/copied-attributes.ts';
export { momentOf } from './parse/date-time.ts';
export { isMrImageClass } from './parse/sop-classes.ts';
export { parseHeader, parseHeaders } from './parse-header.ts';
export { pixelObstacle } from './pixel-obstacle.ts';
export { type ReadBytes, readBytes } from './read-bytes.ts';
export { readCopiedAttributes, readHeader, readHeaders } from './read-header.ts';
export { type ObjectIdentity, readIdentity } from './read-identity.ts';
export { kindOf } from './series/kind.ts';
export { USUAL_FROM_MM } from './series/own-reasons.ts';
export { rankSeries } from './series/rank-series.ts';
export type { KindVerdict, RankedStudy, Reason, RefusedSeries } from './series/ranked-study.ts';
export { chooseSlices, firstIndex, type SliceRule } from './slice-choice.ts';
export { sliceFileOf } from './slice-file.ts';
export { isReversed, isSliceName, listedIn, naturalOrder, sliceFilesOf, strayNamesIn } from './slice-order.ts';
export { placeOf as slicePlaceOf } from './slice-place.ts';
export { type SliceStore, sliceStore } from './slice-store.ts';
export { instanceNumbersOf, type StandardStack, standardStack } from './stack/standard-stack.ts';
export {
  type IndexedStudy,
  indexOf,
  indexStudy,
  type ReadFile,
  type StudyIndex,
  type UnreadFile,
} from './study/index-study.ts';
export { partOfKind } from './study/part-of-kind.ts';
export { type Patients, patientsIn } from './study/patients.ts';
export { type AcquisitionFacts, readAcquisition } from './study/read-acquisition.ts';
export { seriesOf } from './study/series-of.ts';
export { splitSeries } from './study/split-series.ts';
export { TAGS } from './tags.ts';
export { isLossy, isSupported, syntaxLabel, transferSyntaxes } from './transfer-syntax.ts';
export { turnedHeader } from './turn-slice.ts';
