import type { DicomJson } from '../../dicom/index.ts';
import type { Where } from '../../domain/spine-error.ts';
import type { Answer, HttpClient } from '../http/client.ts';
import { DICOM_JSON, dataSetOf } from '../http/json-answer.ts';
import { bytesOf } from '../http/read-body.ts';
import { relatedMessage } from '../multipart/write-parts.ts';
import { requireUid } from '../uid.ts';
import { dataSetOfXml } from './read-xml.ts';
import { type StoreResult, storeResults } from './store-response.ts';

/** An instance to send. */
export interface OutgoingInstance {
  readonly sopInstanceUid: string;
  /** Size of the whole file. */
  readonly byteCount: number;
  /** Returns the file; called again if it is resent. */
  readonly bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface StoreOptions {
  /** Study in the request's address, so that the server accepts only its instances. */
  readonly studyUid?: string | undefined;
  /** Maximum bytes per message, except for a single larger instance; a proxy may allow no more. */
  readonly messageBytes?: number;
  readonly signal?: AbortSignal | undefined;
  /** Ends the retries when it aborts. */
  readonly stop?: AbortSignal | undefined;
}

const DICOM = 'application/dicom';
const XML = ['application/dicom+xml', 'application/xml', 'text/xml'];
const MESSAGE_BYTES = 64e6;
const ANSWER_BYTES = 16e6;
/** 202: some were stored; 409: none was. */
const ANSWERS = [200, 202, 204, 409];
/** The message is refused, perhaps because of one instance; sending them one by one shows which. */
const REFUSALS = [400, 413, 415, 422];

const responseOf = async (answer: Answer, where: Where): Promise<DicomJson | undefined> => {
  const { status, mediaType, announced, body } = answer;
  if (status === 204 || announced === 0) return undefined;
  if (!XML.includes(mediaType.essence)) return dataSetOf(answer, { maxBytes: ANSWER_BYTES, where });
  const bytes = await bytesOf(body, { maxBytes: ANSWER_BYTES, announced, where });
  return dataSetOfXml(new TextDecoder().decode(bytes), where);
};

/** Groups instances into messages. */
const inMessages = (
  instances: readonly OutgoingInstance[],
  mostBytes: number,
): readonly (readonly OutgoingInstance[])[] => {
  const messages: OutgoingInstance[][] = [];
  let bytes = 0;
  for (const one of instances) {
    bytes += one.byteCount;
    if (messages.length === 0 || bytes > mostBytes) {
      messages.push([]);
      bytes = one.byteCount;
    }
    messages.at(-1)?.push(one);
  }
  return messages;
};

const refusedWith = (status: number, { sopInstanceUid }: OutgoingInstance): StoreResult => ({
  sopInstanceUid,
  outcome: 'refused',
  reason: `the server answers ${status}`,
  retriable: false,
});

/**
 * Sends instances by STOW-RS and returns the result of each. Messages are retried where useful, and resending everything is safe: the server
 * identifies instances by their UIDs.
 * @throws DICOMWEB_CONTENT_TYPE, DICOMWEB_JSON_BROKEN, DICOMWEB_XML_BROKEN, DICOMWEB_UID, and the request's errors
 */
export const storeInstances = async (
  http: HttpClient,
  instances: readonly OutgoingInstance[],
  { studyUid, messageBytes = MESSAGE_BYTES, signal, stop }: StoreOptions = {},
): Promise<readonly StoreResult[]> => {
  const where: Where = studyUid === undefined ? { file: `${http.root}/studies` } : { studyId: studyUid };
  const path = studyUid === undefined ? '/studies' : `/studies/${requireUid(studyUid, 'StudyInstanceUID')}`;

  const send = async (some: readonly OutgoingInstance[]): Promise<readonly StoreResult[]> => {
    const message = relatedMessage(
      some.map(({ byteCount, bytes }) => ({ contentType: DICOM, byteCount, bytes })),
      { type: DICOM },
    );
    const statuses = [...ANSWERS, ...REFUSALS];
    const asking = { path, accept: DICOM_JSON, where, statuses, message, signal, stop };
    const { status, response } = await http.ask(asking, async (answer) => ({
      status: answer.status,
      response: REFUSALS.includes(answer.status) ? undefined : await responseOf(answer, where),
    }));
    if (!REFUSALS.includes(status))
      return storeResults(
        some.map(({ sopInstanceUid }) => sopInstanceUid),
        { status, response },
      );
    return some.length === 1 ? some.map((one) => refusedWith(status, one)) : oneByOne(some.map((one) => [one]));
  };
  const oneByOne = async (messages: readonly (readonly OutgoingInstance[])[]): Promise<readonly StoreResult[]> => {
    const results: StoreResult[] = [];
    for (const some of messages) results.push(...(await send(some)));
    return results;
  };
  return oneByOne(inMessages(instances, messageBytes));
};

/** An instance whose file is in memory. */
export const outgoingInstance = (sopInstanceUid: string, file: Uint8Array): OutgoingInstance => ({
  sopInstanceUid,
  byteCount: file.length,
  bytes: () => [file],
});
