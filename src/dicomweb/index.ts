export { type DicomWebClient, type DicomWebOptions, openDicomWeb } from './dicomweb-client.ts';
export { studyIncomplete } from './errors.ts';
export { type HttpClient, type HttpOptions, openHttp } from './http/client.ts';
export type { StudyFilters } from './query/filters.ts';
export { searchStudies } from './query/search-studies.ts';
export { type OutgoingInstance, outgoingInstance, type StoreOptions, storeInstances } from './store/store-instances.ts';
export type { StoreResult } from './store/store-response.ts';
export { instancePrefixOf } from './study/instance-key.ts';
export {
  type IncompleteSeries,
  type StudyOnServer,
  type StudyQuestion,
  studyOnServer,
} from './study/study-on-server.ts';
export { requireUid } from './uid.ts';
