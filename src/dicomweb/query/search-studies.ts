import { type DicomJson, firstTextOf } from '../../dicom/index.ts';
import type { HttpClient } from '../http/client.ts';
import { DICOM_JSON, dataSetsOf } from '../http/json-answer.ts';
import { requireUid } from '../uid.ts';
import { fits, queryOf, type StudyFilters } from './filters.ts';

export interface SearchOptions {
  readonly filters?: StudyFilters;
  /** Studies asked for at a time; a server may give fewer. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal | undefined;
}

const PAGE_SIZE = 200;
const MOST_BYTES = 64e6;
const STUDY_UID = '0020000D';

/**
 * StudyInstanceUIDs of the studies that fit, each once, asked for page by page as they are needed. A page that is shorter than asked for is not
 * the last one, since servers have limits of their own; the last one has nothing new.
 * @throws DICOMWEB_FILTER, DICOMWEB_UID, and what asking throws
 */
export async function* searchStudies(
  http: HttpClient,
  { filters = {}, pageSize = PAGE_SIZE, signal }: SearchOptions = {},
): AsyncGenerator<string> {
  const query = queryOf(filters);
  const where = { file: `${http.root}/studies` };
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const page: readonly DicomJson[] = await http.ask(
      {
        path: '/studies',
        query: [...query, ['limit', `${pageSize}`], ['offset', `${offset}`]],
        accept: DICOM_JSON,
        where,
        statuses: [200, 204, 206],
        signal,
      },
      (answer) => dataSetsOf(answer, { maxBytes: MOST_BYTES, where }),
    );
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
