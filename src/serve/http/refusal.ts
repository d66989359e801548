import { SpineError } from '../../domain/spine-error.ts';

/** Why a request is rejected, as shown to its sender. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  /** Seconds after which a retry may succeed. */
  readonly retryAfterS: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterS?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}

const RETRY_AFTER_S = 60;

/** Ordered by code. */
export const diskIsFull = (): Refusal =>
  new Refusal(503, 'DISK_FULL', 'the disk of the service is full; send the study again later', RETRY_AFTER_S);
export const hostForeign = (): Refusal =>
  new Refusal(
    421,
    'HOST_FOREIGN',
    'the request is for another host, and without a token the service answers for the loopback address only; ask for 127.0.0.1, or start it with a token',
  );
const bodyBroken = (): Refusal =>
  new Refusal(400, 'MULTIPART_BROKEN', 'the multipart body is damaged or cut off; nothing of it was stored');
export const notAcceptable = (): Refusal =>
  new Refusal(406, 'NOT_ACCEPTABLE', 'the answer is application/dicom+json, which Accept leaves out');
export const notFound = (what: string): Refusal => new Refusal(404, 'NOT_FOUND', `there is no such ${what}`);
export const requestInvalid = (problem: string): Refusal => new Refusal(400, 'REQUEST_INVALID', problem);
export const serverUnknown = (): Refusal =>
  new Refusal(403, 'SERVER_UNKNOWN', 'this server was not named with --dicomweb when the service was started');
export const stopping = (): Refusal =>
  new Refusal(503, 'STOPPING', 'the service is about to end; send the study again later', RETRY_AFTER_S);
const RAISED: Readonly<Record<string, string>> = {
  instance: '; start the service with a larger --max-instance',
  request: '; send fewer instances at a time, or start the service with a larger --max-request',
};
export const tooLarge = (what: 'instance' | 'reference' | 'request', maxBytes: number): Refusal =>
  new Refusal(
    413,
    'TOO_LARGE',
    `the ${what} has more than the ${maxBytes} bytes that are allowed${RAISED[what] ?? ''}`,
  );
export const typeUnsupported = (expected: string): Refusal =>
  new Refusal(415, 'TYPE_UNSUPPORTED', `expected ${expected}`);
export const unauthorised = (): Refusal =>
  new Refusal(
    401,
    'UNAUTHORISED',
    'the token is missing or wrong; expected Authorization: Bearer with the token that the service was started with',
  );

/** Maps a receiving error to a rejection; undefined for a fault of the service. */
export const refusalOf = (error: unknown): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (!(error instanceof SpineError)) return undefined;
  if (error.code === 'DISK_FULL') return diskIsFull();
  return error.code === 'DICOMWEB_MULTIPART_BROKEN' || error.code === 'DICOMWEB_TOO_LARGE' ? bodyBroken() : undefined;
};
