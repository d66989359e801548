export type { DicomObject } from './dicom/dicom-object.ts';
export { fhirBundle } from './fhir/bundle.ts';
export { type KeyPicture, secondaryCaptures } from './sc/secondary-capture.ts';
export { type SourceAttributes, sourceAttributes } from './source/source-attributes.ts';
export { structuredReport } from './sr/structured-report.ts';
export type { ImageReference, LocationKeypoint, ResultMaker, StudyResult, UsedSeries } from './study-result.ts';
