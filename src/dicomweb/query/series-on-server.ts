import { firstCountOf, firstTextOf } from '../../dicom/index.ts';
import type { HttpClient } from '../http/client.ts';
import { DICOM_JSON, dataSetsOf } from '../http/json-answer.ts';
import { requireUid } from '../uid.ts';

/** A series as a server lists it. */
export interface ListedSeries {
  readonly uid: string;
  readonly modality: string | undefined;
  /** How many instances there are; undefined where the server does not count them. */
  readonly instances: number | undefined;
}

const [MODALITY, SERIES_UID, INSTANCES] = ['00080060', '0020000E', '00201209'];
const PAGE_SIZE = 1000;
/** No server gives fewer at a time than it has, if it has fewer than these. */
const SMALLEST_LIMIT = 100;
const MOST_BYTES = 64e6;

/** The series of a study, each once. @throws what asking throws */
export const seriesOnServer = async (
  http: HttpClient,
  studyUid: string,
  signal?: AbortSignal,
): Promise<readonly ListedSeries[]> => {
  const where = { studyId: requireUid(studyUid, 'StudyInstanceUID') };
  const found = new Map<string, ListedSeries>();
  for (let offset = 0; ; ) {
    const page = await http.ask(
      {
        path: `/studies/${studyUid}/series`,
        query: [
          ['includefield', INSTANCES!],
          ['limit', `${PAGE_SIZE}`],
          ['offset', `${offset}`],
        ],
        accept: DICOM_JSON,
        where,
        statuses: [200, 204, 206],
        signal,
      },
      (answer) => dataSetsOf(answer, { maxBytes: MOST_BYTES, where }),
    );
    const before = found.size;
    for (const series of page) {
      const uid = requireUid(firstTextOf(series, SERIES_UID!), 'SeriesInstanceUID', where);
      found.set(uid, { uid, modality: firstTextOf(series, MODALITY!), instances: firstCountOf(series, INSTANCES!) });
    }
    if (found.size === before || page.length < SMALLEST_LIMIT) return [...found.values()];
    offset += page.length;
  }
};
