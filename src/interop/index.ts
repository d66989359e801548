export { fhirBundle } from './fhir/bundle.ts';
export { type KeyPicture, secondaryCaptures } from './sc/secondary-capture.ts';
export { structuredReport } from './sr/structured-report.ts';
export type { StudyResult } from './study-result.ts';
