import type { HttpClient } from '../http/client.ts';
import { fits, queryOf, type StudyFilters } from './filters.ts';
import { listed } from './listed.ts';

export interface SearchOptions {
  readonly filters?: StudyFilters;
  /** Studies per request; a server may return fewer. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal | undefined;
}

const PAGE_SIZE = 200;
const STUDY_UID = ['0020000D', 'StudyInstanceUID'] as const;

/** Yields each matching StudyInstanceUID once. @throws DICOMWEB_FILTER, DICOMWEB_UID, and the request's errors */
export async function* searchStudies(
  http: HttpClient,
  { filters = {}, pageSize = PAGE_SIZE, signal }: SearchOptions = {},
): AsyncGenerator<string> {
  const [path, query, where] = ['/studies', queryOf(filters), { file: `${http.root}/studies` }] as const;
  for await (const { uid, data } of listed(http, { path, query, uid: STUDY_UID, pageSize, where, signal }))
    if (fits(data, filters)) yield uid;
}
