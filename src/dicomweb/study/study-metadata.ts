import { type DicomJson, firstTextOf } from '../../dicom/index.ts';
import { brokenJson, studyIncomplete } from '../errors.ts';
import type { HttpClient } from '../http/client.ts';
import { DICOM_JSON, dataSetsOf } from '../http/json-answer.ts';
import { requireUid } from '../uid.ts';
import type { InstanceAddress } from './instance-key.ts';

/** Metadata of an instance, without its pixels. */
export interface InstanceMetadata extends InstanceAddress {
  readonly data: DicomJson;
}

const [INSTANCE_UID, STUDY_UID, SERIES_UID] = ['00080018', '0020000D', '0020000E'];
const PARTIAL_CONTENT = 206;

/**
 * Returns the metadata of each instance of a study, once.
 * @throws DICOMWEB_NOT_FOUND, DICOMWEB_STUDY_INCOMPLETE, DICOMWEB_JSON_BROKEN, DICOMWEB_UID, and the request's errors
 */
export const studyMetadata = async (
  http: HttpClient,
  studyUid: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<readonly InstanceMetadata[]> => {
  const where = { studyId: requireUid(studyUid, 'StudyInstanceUID') };
  const path = `/studies/${studyUid}/metadata`;
  const { status, dataSets } = await http.ask(
    { path, accept: DICOM_JSON, where, statuses: [200, 204, PARTIAL_CONTENT], signal },
    async (answer) => ({ status: answer.status, dataSets: await dataSetsOf(answer, { maxBytes, where }) }),
  );
  if (status === PARTIAL_CONTENT)
    throw studyIncomplete('the server gives the metadata of a part of the study only', where);
  const found = new Map<string, InstanceMetadata>();
  for (const data of dataSets) {
    const instanceUid = requireUid(firstTextOf(data, INSTANCE_UID!), 'SOPInstanceUID', where);
    const seriesUid = requireUid(firstTextOf(data, SERIES_UID!), 'SeriesInstanceUID', where);
    if ((firstTextOf(data, STUDY_UID!) ?? studyUid) !== studyUid) throw brokenJson('it is of another study', where);
    found.set(`${seriesUid} ${instanceUid}`, { studyUid, seriesUid, instanceUid, data });
  }
  return [...found.values()];
};
