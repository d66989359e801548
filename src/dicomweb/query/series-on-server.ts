import { firstCountOf, firstTextOf } from '../../dicom/index.ts';
import type { HttpClient } from '../http/client.ts';
import { requireUid } from '../uid.ts';
import { listed } from './listed.ts';

/** A series in a server's listing. */
export interface ListedSeries {
  readonly uid: string;
  readonly modality: string | undefined;
  /** Number of instances; undefined if the server does not count them. */
  readonly instances: number | undefined;
}

const [MODALITY, INSTANCES] = ['00080060', '00201209'] as const;
const SERIES_UID = ['0020000E', 'SeriesInstanceUID'] as const;
const PAGE_SIZE = 1000;
/** No server's page size is smaller than this. */
const SMALLEST_PAGE = 100;

/** Returns each series of a study once. @throws the request's errors */
export const seriesOnServer = async (
  http: HttpClient,
  studyUid: string,
  signal?: AbortSignal,
): Promise<readonly ListedSeries[]> => {
  const where = { studyId: requireUid(studyUid, 'StudyInstanceUID') };
  const found: ListedSeries[] = [];
  for await (const { uid, data } of listed(http, {
    ...{ path: `/studies/${studyUid}/series`, query: [['includefield', INSTANCES]] },
    ...{ uid: SERIES_UID, pageSize: PAGE_SIZE, smallestPage: SMALLEST_PAGE, where, signal },
  }))
    found.push({ uid, modality: firstTextOf(data, MODALITY), instances: firstCountOf(data, INSTANCES) });
  return found;
};
