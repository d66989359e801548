import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { s3ClientMissing, s3ObjectMissing } from './errors.ts';
import { objectAddress, parseObjectAddress } from './object-address.ts';
import { putLargeFile } from './put-large-file.ts';
import { isObjectMissing, statusOf, storageError } from './storage-error.ts';

export interface ListedObject {
  /** Relative to the store's address. */
  readonly path: string;
  readonly bytes: number;
  /** ETag, which changes with the content. */
  readonly etag: string;
}

/** Objects below an address, presented like files of a folder. */
export interface ObjectStore {
  readonly address: string;
  /** Full address of an object, for messages. */
  readonly addressOf: (path: string) => string;
  readonly list: (below?: string) => AsyncGenerator<ListedObject>;
  /** Names of the folders with this prefix. */
  readonly folders: (beginning: string) => Promise<readonly string[]>;
  /** @throws S3_OBJECT_MISSING */
  readonly download: (path: string, file: string) => Promise<void>;
  readonly upload: (path: string, file: string) => Promise<void>;
  /**
   * Creates an object that must not exist yet.
   * @param writer  identifies the writer: an existing object of the same writer is its own write whose response was lost
   * @returns false if another writer has created it
   */
  readonly create: (path: string, content: Uint8Array, writer: string) => Promise<boolean>;
  readonly remove: (paths: readonly string[]) => Promise<void>;
  readonly close: () => void;
}

const WRITER = 'spinestream-writer';
const CONNECT_MS = 10_000;
/** Idle timeout after which a connection counts as dead. */
const SILENT_MS = 60_000;
const SMALL_BYTES = 32 * 2 ** 20;
/** Maximum number of objects per delete request. */
const AT_ONCE = 1000;

const loaded = async () => {
  // suppresses the SDK's warning about future Node versions: its version is fixed in package.json
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    return await import('@aws-sdk/client-s3');
  } catch (cause) {
    throw s3ClientMissing(cause);
  }
};

/**
 * Endpoint, region and credentials are found by the AWS SDK: environment, profiles, roles. Servers other than Amazon's are addressed by path and need
 * no region.
 */
const clientFor = ({ S3Client: Client }: { readonly S3Client: typeof S3Client }): S3Client => {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const isOther = (AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL) !== undefined;
  const region = AWS_REGION ?? AWS_DEFAULT_REGION ?? (isOther ? 'us-east-1' : undefined);
  const requestHandler = { connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS };
  return new Client({ forcePathStyle: isOther, requestHandler, ...(region !== undefined && { region }) });
};

/** Opens the objects below an address without a request yet. @throws S3_ADDRESS, S3_CLIENT_MISSING */
export const openObjectStore = async (address: string): Promise<ObjectStore> => {
  const { bucket, prefix } = parseObjectAddress(address);
  const sdk = await loaded();
  const client = clientFor(sdk);
  const keyOf = (path: string): string => (prefix === '' ? path : `${prefix}/${path}`);
  const pathOf = (key: string): string => (prefix === '' ? key : key.slice(prefix.length + 1));
  const addressOf = (path: string): string => objectAddress(bucket, keyOf(path));
  const asked = <T>(path: string, request: Promise<T>): Promise<T> =>
    request.catch((cause: unknown) => {
      throw storageError(addressOf(path), cause);
    });
  const writerOf = async (path: string): Promise<string | undefined> => {
    const request = client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: keyOf(path) }));
    return (await asked(path, request)).Metadata?.[WRITER];
  };
  async function* pages(below: string, options: { readonly Delimiter?: string } = {}) {
    let token: string | undefined;
    do {
      const given = { Bucket: bucket, Prefix: keyOf(below), ContinuationToken: token, ...options };
      const page = await asked(below, client.send(new sdk.ListObjectsV2Command(given)));
      yield page;
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }
  async function* list(below = ''): AsyncGenerator<ListedObject> {
    for await (const { Contents = [] } of pages(below))
      for (const { Key = '', Size = 0, ETag = '' } of Contents) yield { path: pathOf(Key), bytes: Size, etag: ETag };
  }
  return {
    address,
    addressOf,
    list,
    folders: async (beginning) => {
      const found: string[] = [];
      for await (const { CommonPrefixes = [] } of pages(beginning, { Delimiter: '/' }))
        for (const { Prefix = '' } of CommonPrefixes) found.push(pathOf(Prefix).replace(/\/$/, ''));
      return found;
    },
    download: async (path, file) => {
      const request = client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: keyOf(path) }));
      const { Body } = await request.catch((cause: unknown) => {
        throw isObjectMissing(cause) ? s3ObjectMissing(addressOf(path), cause) : storageError(addressOf(path), cause);
      });
      await mkdir(dirname(file), { recursive: true });
      await asked(path, pipeline(Body instanceof Readable ? Body : Readable.from([]), createWriteStream(file)));
    },
    upload: async (path, file) => {
      const handle = await open(file, 'r');
      try {
        const { size } = await handle.stat();
        const target = { Bucket: bucket, Key: keyOf(path) };
        const put = async (): Promise<void> => {
          if (size > SMALL_BYTES) await putLargeFile(handle, size, { client, sdk, target });
          else await client.send(new sdk.PutObjectCommand({ ...target, Body: await handle.readFile() }));
        };
        await asked(path, put());
      } finally {
        await handle.close();
      }
    },
    create: async (path, content, writer) => {
      const given = {
        Bucket: bucket,
        Key: keyOf(path),
        Body: content,
        IfNoneMatch: '*',
        Metadata: { [WRITER]: writer },
      };
      try {
        await client.send(new sdk.PutObjectCommand(given));
        return true;
      } catch (cause) {
        if (statusOf(cause) !== 412) throw storageError(addressOf(path), cause);
        return (await writerOf(path)) === writer;
      }
    },
    remove: async (paths) => {
      for (let from = 0; from < paths.length; from += AT_ONCE) {
        const some = paths.slice(from, from + AT_ONCE);
        const Delete = { Objects: some.map((path) => ({ Key: keyOf(path) })), Quiet: true };
        await asked(some[0] ?? '', client.send(new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete })));
      }
    },
    close: () => client.destroy(),
  };
};
