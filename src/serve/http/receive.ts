import { type ObjectIdentity, readBytes, readIdentity } from '../../dicom/index.ts';
import { type MediaType, mediaTypeOf } from '../../dicomweb/multipart/media-type.ts';
import { partsOf } from '../../dicomweb/multipart/parts.ts';
import { isUid } from '../../dicomweb/uid.ts';
import { SpineError } from '../../domain/spine-error.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Placement, ReceivedInstance } from '../inbox/place-instances.ts';
import type { StagedFile, Staging } from '../inbox/staging.ts';
import { requestInvalid, tooLarge, typeUnsupported } from './refusal.ts';

/**
 * Outcome for an instance: placed in the inbox or not, discarded because its class is never graded, of another study
 * than the address, or not a storable object.
 */
export type Received = Placement | 'not-kept' | 'other-study' | 'invalid';

export interface ReceivedObject {
  readonly received: Received;
  readonly identity: ObjectIdentity | undefined;
}

export interface ReceiveLimits {
  readonly maxInstanceBytes: number;
  readonly maxRequestBytes: number;
}

const DICOM = 'application/dicom';
const EXPECTED = 'multipart/related; type="application/dicom", or one instance as application/dicom';

/** Passes the bytes through, up to a limit. @throws TOO_LARGE */
async function* limited(
  body: AsyncIterable<Uint8Array>,
  what: 'instance' | 'request',
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of body) {
    count += chunk.length;
    if (count > maxBytes) throw tooLarge(what, maxBytes);
    yield chunk;
  }
}

/** Yields the instances of a multipart request. @throws TYPE_UNSUPPORTED, MULTIPART_BROKEN */
async function* instanceBodies(
  body: AsyncIterable<Uint8Array>,
  { essence, parameter }: MediaType,
): AsyncGenerator<AsyncIterable<Uint8Array>> {
  if (essence === DICOM) {
    yield body;
    return;
  }
  if (essence !== 'multipart/related' || (parameter('type') ?? DICOM).toLowerCase() !== DICOM)
    throw typeUnsupported(EXPECTED);
  const boundary = parameter('boundary') ?? '';
  if (boundary === '') throw requestInvalid('multipart/related without a boundary');
  for await (const part of partsOf(body, { boundary })) {
    const type = part.headers.get('content-type');
    if (type !== undefined && mediaTypeOf(type).essence !== DICOM) throw typeUnsupported(EXPECTED);
    yield part.body;
  }
}

interface Staged {
  readonly file: StagedFile;
  readonly identity: ObjectIdentity | undefined;
}

const identified = async (file: StagedFile): Promise<Staged> => {
  try {
    return { file, identity: await readIdentity(readBytes, { name: 'instance', path: file.path }) };
  } catch (error) {
    if (error instanceof SpineError && error.code !== 'DICOM_FILE_UNREADABLE') return { file, identity: undefined };
    throw error;
  }
};

/** The instance to keep, or the outcome if it is not kept. */
const judged = ({ file, identity }: Staged, studyUid: string | undefined): ReceivedInstance | Received => {
  if (identity === undefined) return 'invalid';
  const { sopInstanceUid, seriesUid, dataSetAt } = identity;
  if (!isUid(identity.studyUid) || !isUid(seriesUid) || !isUid(sopInstanceUid) || !isUid(identity.sopClassUid))
    return 'invalid';
  if (studyUid !== undefined && identity.studyUid !== studyUid) return 'other-study';
  if (!identity.isMrImage) return 'not-kept';
  return { ...file, studyUid: identity.studyUid, seriesUid, sopInstanceUid, dataSetAt };
};

const isInstance = (one: ReceivedInstance | Received): one is ReceivedInstance => typeof one === 'object';

const stagedParts = async (
  body: AsyncIterable<Uint8Array>,
  { type, limits, staging }: { readonly type: MediaType; readonly limits: ReceiveLimits; readonly staging: Staging },
): Promise<readonly Staged[]> => {
  const staged: Staged[] = [];
  for await (const part of instanceBodies(limited(body, 'request', limits.maxRequestBytes), type))
    staged.push(await identified(await staging.write(limited(part, 'instance', limits.maxInstanceBytes))));
  return staged;
};

/**
 * Receives the instances of a STOW-RS request. Accepts none before the request is complete; all are on disk when this
 * returns.
 * @param studyUid the study in the address, if any
 * @throws Refusal, DISK_FULL, and errors of reading the body
 */
export const receive = async (
  body: AsyncIterable<Uint8Array>,
  o: {
    readonly contentType: string | undefined;
    readonly studyUid: string | undefined;
    readonly limits: ReceiveLimits;
    readonly inbox: Inbox;
  },
): Promise<readonly ReceivedObject[]> => {
  const staging = await o.inbox.stage();
  try {
    const staged = await stagedParts(body, { type: mediaTypeOf(o.contentType), limits: o.limits, staging });
    if (staged.length === 0) throw requestInvalid('there is no instance in the request');
    const verdicts = staged.map((one) => judged(one, o.studyUid));
    const instances = verdicts.filter(isInstance);
    const placed = new Map((await o.inbox.take(instances)).map((result, index) => [instances[index], result]));
    return verdicts.map((verdict, index) => ({
      received: isInstance(verdict) ? (placed.get(verdict) ?? 'invalid') : verdict,
      identity: staged[index]?.identity,
    }));
  } finally {
    await staging.discard();
  }
};
