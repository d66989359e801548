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
  /** Of the whole file. */
  readonly byteCount: number;
  /** The file; asked again where it has to be sent again. */
  readonly bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface StoreOptions {
  /** Sent with the address, so that the server takes instances of this study only. */
  readonly studyUid?: string | undefined;
  /** Bytes in a message, but for an instance that is larger; a proxy may allow no more. */
  readonly messageBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

const DICOM = 'application/dicom';
const XML = ['application/dicom+xml', 'application/xml', 'text/xml'];
const MESSAGE_BYTES = 64e6;
const ANSWER_BYTES = 16e6;
/** 202: some were stored; 409: none was. */
const ANSWERS = [200, 202, 204, 409];
/** The message is refused, perhaps for one of its instances: which one shows when they are sent one by one. */
const REFUSALS = [400, 413, 415, 422];

const responseOf = async (answer: Answer, where: Where): Promise<DicomJson | undefined> => {
  const { status, mediaType, announced, body } = answer;
  if (status === 204 || announced === 0) return undefined;
  if (!XML.includes(mediaType.essence)) return dataSetOf(answer, { maxBytes: ANSWER_BYTES, where });
  const bytes = await bytesOf(body, { maxBytes: ANSWER_BYTES, announced, where });
  return dataSetOfXml(new TextDecoder().decode(bytes), where);
};

/** Runs of instances that fit into a message. */
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
 * Sends instances by STOW-RS and says what became of each. A message is sent again where that may help, and all may be sent again: the server
 * knows instances by their UIDs.
 * @throws DICOMWEB_CONTENT_TYPE, DICOMWEB_JSON_BROKEN, DICOMWEB_XML_BROKEN, DICOMWEB_UID, and what asking throws
 */
export const storeInstances = async (
  http: HttpClient,
  instances: readonly OutgoingInstance[],
  { studyUid, messageBytes = MESSAGE_BYTES, signal }: StoreOptions = {},
): Promise<readonly StoreResult[]> => {
  const where: Where = studyUid === undefined ? { file: `${http.root}/studies` } : { studyId: studyUid };
  const path = studyUid === undefined ? '/studies' : `/studies/${requireUid(studyUid, 'StudyInstanceUID')}`;

  const send = async (some: readonly OutgoingInstance[]): Promise<readonly StoreResult[]> => {
    const message = relatedMessage(
      some.map(({ byteCount, bytes }) => ({ contentType: DICOM, byteCount, bytes })),
      { type: DICOM },
    );
    const asking = { path, accept: DICOM_JSON, where, statuses: [...ANSWERS, ...REFUSALS], message, signal };
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
