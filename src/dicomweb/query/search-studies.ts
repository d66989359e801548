import { firstTextOf } from '../../dicom/index.ts';
import type { HttpClient } from '../http/client.ts';
import { requireUid } from '../uid.ts';
import { askPage } from './ask-page.ts';
import { fits, queryOf, type StudyFilters } from './filters.ts';

export interface SearchOptions {
  readonly filters?: StudyFilters;
  /** Studies per request; a server may return fewer. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal | undefined;
}

const PAGE_SIZE = 200;
const STUDY_UID = '0020000D';

/**
 * Yields each matching StudyInstanceUID once, fetching pages as needed. A short page is not necessarily the last one, since servers have limits of
 * their own; the last page brings nothing new.
 * @throws DICOMWEB_FILTER, DICOMWEB_UID, and the request's errors
 */
export async function* searchStudies(
  http: HttpClient,
  { filters = {}, pageSize = PAGE_SIZE, signal }: SearchOptions = {},
): AsyncGenerator<string> {
  const query = queryOf(filters);
  const where = { file: `${http.root}/studies` };
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const page = await askPage(http, { path: '/studies', query, limit: pageSize, offset, where, signal });
    const before = seen.size;
    for (const study of page) {
      const uid = requireUid(firstTextOf(study, STUDY_UID), 'StudyInstanceUID', where);
      if (seen.has(uid)) continue;
      seen.add(uid);
      if (fits(study, filters)) yield uid;
    }
    if (seen.size === before) return;
    offset += page.length;
  }
}
