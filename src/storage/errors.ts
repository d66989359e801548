import { SpineError } from '../domain/spine-error.ts';

export const s3ClientMissing = (cause: unknown): SpineError =>
  new SpineError({
    code: 'S3_CLIENT_MISSING',
    reason:
      's3:// addresses need the package @aws-sdk/client-s3, which is not installed; install it with npm install @aws-sdk/client-s3',
    cause,
    retriable: false,
  });

export const s3Address = (address: string, problem: string): SpineError =>
  new SpineError({
    code: 'S3_ADDRESS',
    reason: `the address ${problem}; expected s3://bucket/folder`,
    where: { file: address },
  });

export const s3Unreachable = (address: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'S3_UNREACHABLE',
    reason:
      'the storage does not answer; check the network, AWS_ENDPOINT_URL and AWS_REGION (what is done is kept: continue with --resume)',
    where: { file: address },
    cause,
    retriable: true,
  });

export const s3Away = (address: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'S3_AWAY',
    reason: 'the storage does not answer for now; it is tried again until it does, and studies wait',
    where: { file: address },
    cause,
    retriable: true,
  });

export const s3Refused = (address: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'S3_REFUSED',
    reason:
      'the storage refuses access, or there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this machine a role that may list, read, write and delete there',
    where: { file: address },
    cause,
    retriable: false,
  });

export const s3BucketMissing = (address: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'S3_BUCKET_MISSING',
    reason: 'there is no such bucket; create it, or correct the address',
    where: { file: address },
    cause,
    retriable: false,
  });

export const s3Failed = (address: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'S3_FAILED',
    reason: `the storage refuses the request (${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}); check the address and the bucket's settings`,
    where: { file: address },
    cause,
    retriable: false,
  });

export const s3ObjectMissing = (address: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'S3_OBJECT_MISSING',
    reason: 'there is nothing at this address, expected what was stored there; check the address',
    where: { file: address },
    cause,
    retriable: false,
  });
