import type { SpineError } from '../domain/spine-error.ts';
import { s3BucketMissing, s3Failed, s3Refused, s3Unreachable } from './errors.ts';

/** The HTTP status in an error of the SDK; undefined where no answer came. */
export const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Whether an object is not there. */
export const isObjectMissing = (error: unknown): boolean => statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket';

const WITHOUT_CREDENTIALS =
  /Credentials|TokenProvider|ExpiredToken|InvalidAccessKey|SignatureDoesNotMatch|AccessDenied/;
/** Another write of the same object goes on; the next try finds it done. */
const CONFLICT = 409;
const TOO_MANY = 429;

/** What an error of the SDK means to whoever runs the product. */
export const storageError = (address: string, cause: unknown): SpineError => {
  const status = statusOf(cause);
  if (nameOf(cause) === 'NoSuchBucket') return s3BucketMissing(address, cause);
  if (status === 401 || status === 403 || WITHOUT_CREDENTIALS.test(nameOf(cause))) return s3Refused(address, cause);
  if (status !== undefined && status < 500 && status !== CONFLICT && status !== TOO_MANY && status >= 400)
    return s3Failed(address, cause);
  if (cause instanceof Error && /region/i.test(cause.message) && status === undefined) return s3Failed(address, cause);
  return s3Unreachable(address, cause);
};
