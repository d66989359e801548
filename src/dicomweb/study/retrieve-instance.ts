import { SpineError, type Where } from '../../domain/spine-error.ts';
import { foreignInstance, instanceMissing, unexpectedMediaType } from '../errors.ts';
import type { Answer, HttpClient } from '../http/client.ts';
import { bytesOf } from '../http/read-body.ts';
import { mediaTypeOf } from '../multipart/media-type.ts';
import { partsOf } from '../multipart/parts.ts';
import type { InstanceAddress } from './instance-key.ts';

const DICOM = 'application/dicom';
const RELATED = 'multipart/related';
/** Accepts any transfer syntax, as stored: the reader decodes and records lossy compression. */
const ACCEPT = `${RELATED}; type="${DICOM}"; transfer-syntax=*`;
const PARTIAL_CONTENT = 206;

/** The single instance in an answer, which some servers send without multipart; undefined if empty. */
const instanceIn = async (answer: Answer, maxBytes: number, where: Where): Promise<Uint8Array | undefined> => {
  const { mediaType, announced, body } = answer;
  if (mediaType.essence === DICOM) return bytesOf(body, { maxBytes, announced, where });
  const boundary = mediaType.parameter('boundary');
  if (mediaType.essence !== RELATED || boundary === undefined)
    throw unexpectedMediaType(mediaType.essence, `${RELATED} with a boundary`, where);
  let found: Uint8Array | undefined;
  for await (const part of partsOf(body, { boundary, where })) {
    if (found !== undefined) throw foreignInstance(where);
    const type = mediaTypeOf(part.headers.get('content-type')).essence;
    if (type !== '' && type !== DICOM) throw unexpectedMediaType(type, DICOM, where);
    found = await bytesOf(part.body, { maxBytes, where });
  }
  return found;
};

/**
 * Retrieves the file of an instance in its stored transfer syntax.
 * @throws DICOMWEB_INSTANCE_MISSING, DICOMWEB_CONTENT_TYPE, DICOMWEB_MULTIPART_BROKEN, DICOMWEB_TOO_LARGE, and the request's errors
 */
export const retrieveInstance = async (
  http: HttpClient,
  { studyUid, seriesUid, instanceUid }: InstanceAddress,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<Uint8Array> => {
  const where: Where = { studyId: studyUid, seriesId: seriesUid, file: `instance ${instanceUid}` };
  const path = `/studies/${studyUid}/series/${seriesUid}/instances/${instanceUid}`;
  const statuses = [200, PARTIAL_CONTENT];
  try {
    const found = await http.ask({ path, accept: ACCEPT, where, statuses, signal }, async (answer) =>
      answer.status === PARTIAL_CONTENT ? undefined : instanceIn(answer, maxBytes, where),
    );
    if (found === undefined) throw instanceMissing(where);
    return found;
  } catch (error) {
    throw error instanceof SpineError && error.code === 'DICOMWEB_NOT_FOUND' ? instanceMissing(where, error) : error;
  }
};
