import { s3Address } from './errors.ts';

/** An address in S3-compatible storage. */
export interface ObjectAddress {
  readonly bucket: string;
  /** Key prefix without leading and trailing slashes; empty for the whole bucket. */
  readonly prefix: string;
}

const SCHEME = 's3://';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Whether a path is an object address and not a folder. */
export const isObjectAddress = (path: string): boolean => path.toLowerCase().startsWith(SCHEME);

/** Parses `s3://bucket/folder`. @throws S3_ADDRESS */
export const parseObjectAddress = (address: string): ObjectAddress => {
  const [bucket = '', ...rest] = address.slice(SCHEME.length).split('/');
  if (!BUCKET.test(bucket))
    throw s3Address(address, bucket === '' ? 'names no bucket' : `has "${bucket}" for the name of a bucket`);
  const names = rest.filter((name) => name !== '');
  if (names.some((name) => name === '.' || name === '..')) throw s3Address(address, 'has . or .. in it');
  return { bucket, prefix: names.join('/') };
};

/** The address of an object in a bucket. */
export const objectAddress = (bucket: string, key: string): string => `${SCHEME}${bucket}/${key}`;
