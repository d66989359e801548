import { firstCountOf, firstTextOf } from '../../dicom/index.ts';
import type { HttpClient } from '../http/client.ts';
import { requireUid } from '../uid.ts';
import { askPage } from './ask-page.ts';

/** A series in a server's listing. */
export interface ListedSeries {
  readonly uid: string;
  readonly modality: string | undefined;
  /** Number of instances; undefined if the server does not count them. */
  readonly instances: number | undefined;
}

const [MODALITY, SERIES_UID, INSTANCES] = ['00080060', '0020000E', '00201209'];
const PAGE_SIZE = 1000;
/** No server's page size is smaller than this. */
const SMALLEST_LIMIT = 100;

/** Returns each series of a study once. @throws the request's errors */
export const seriesOnServer = async (
  http: HttpClient,
  studyUid: string,
  signal?: AbortSignal,
): Promise<readonly ListedSeries[]> => {
  const where = { studyId: requireUid(studyUid, 'StudyInstanceUID') };
  const path = `/studies/${studyUid}/series`;
  const found = new Map<string, ListedSeries>();
  for (let offset = 0; ; ) {
    const page = await askPage(http, {
      path,
      query: [['includefield', INSTANCES!]],
      limit: PAGE_SIZE,
      offset,
      where,
      signal,
    });
    const before = found.size;
    for (const series of page) {
      const uid = requireUid(firstTextOf(series, SERIES_UID!), 'SeriesInstanceUID', where);
      found.set(uid, { uid, modality: firstTextOf(series, MODALITY!), instances: firstCountOf(series, INSTANCES!) });
    }
    if (found.size === before || page.length < SMALLEST_LIMIT) return [...found.values()];
    offset += page.length;
  }
};
