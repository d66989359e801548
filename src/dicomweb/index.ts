export { type DicomWebClient, type DicomWebOptions, openDicomWeb } from './dicomweb-client.ts';
export { studyIncomplete } from './errors.ts';
export type { StudyFilters } from './query/filters.ts';
export { searchStudies } from './query/search-studies.ts';
export { instancePrefixOf } from './study/instance-key.ts';
export { type IncompleteSeries, type StudyOnServer, studyOnServer } from './study/study-on-server.ts';
export { requireUid } from './uid.ts';
