import { isRecord } from '../domain/is-record.ts';
import type { SpineError } from '../domain/spine-error.ts';
import { s3BucketMissing, s3Failed, s3Refused, s3Unreachable } from './errors.ts';

/** HTTP status of an SDK error; undefined if there was no response. */
export const statusOf = (error: unknown): number | undefined => {
  const metadata = isRecord(error) ? error.$metadata : undefined;
  const status = isRecord(metadata) ? metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Whether an object does not exist. */
export const isObjectMissing = (error: unknown): boolean => statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket';

const WITHOUT_CREDENTIALS =
  /Credentials|TokenProvider|ExpiredToken|InvalidAccessKey|SignatureDoesNotMatch|AccessDenied/;
/** Concurrent write of the same object; on retry it is complete. */
const CONFLICT = 409;
const TOO_MANY = 429;

/** Converts an SDK error to one with a remedy. */
export const storageError = (address: string, cause: unknown): SpineError => {
  const status = statusOf(cause);
  if (nameOf(cause) === 'NoSuchBucket') return s3BucketMissing(address, cause);
  if (status === 401 || status === 403 || WITHOUT_CREDENTIALS.test(nameOf(cause))) return s3Refused(address, cause);
  if (status !== undefined && status < 500 && status !== CONFLICT && status !== TOO_MANY && status >= 400)
    return s3Failed(address, cause);
  if (cause instanceof Error && /region/i.test(cause.message) && status === undefined) return s3Failed(address, cause);
  return s3Unreachable(address, cause);
};
