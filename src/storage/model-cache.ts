import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { outputUnwritable } from '../files/errors.ts';
import { createFolders } from '../files/make-folder.ts';
import { sha256Of } from '../files/sha256.ts';
import { s3ObjectMissing } from './errors.ts';
import { isObjectAddress } from './object-address.ts';
import { type ListedObject, type ObjectStore, openObjectStore } from './object-store.ts';

/** Cache folder of the machine: SPINESTREAM_CACHE, or spinestream in the user's cache folder. */
const cacheFolder = (): string => {
  const { SPINESTREAM_CACHE, XDG_CACHE_HOME } = process.env;
  return SPINESTREAM_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'spinestream');
};

/**
 * Resolves a path to a local folder. For an address in object storage, that is a copy in the cache, where content is stored once, by SHA-256, and
 * only fetched again if it has changed.
 * @throws S3_*, OUTPUT_UNWRITABLE
 */
export const localFolder = async (path: string, cache = cacheFolder()): Promise<string> => {
  if (!isObjectAddress(path)) return path;
  const store = await openObjectStore(path);
  try {
    const objects: ListedObject[] = [];
    for await (const object of store.list('')) if (!object.path.endsWith('/')) objects.push(object);
    if (objects.length === 0) throw s3ObjectMissing(path);
    const files: (readonly [path: string, sha256: string])[] = [];
    for (const object of objects) files.push([object.path, await cached(store, object, cache)]);
    return await folderOf(path, files, cache);
  } finally {
    store.close();
  }
};

const blobOf = (cache: string, sha256: string): string => join(cache, 'blobs', sha256);

/** Ensures that an object's content is in the cache, and returns its SHA-256. */
const cached = async (store: ObjectStore, { path, etag, bytes }: ListedObject, cache: string): Promise<string> => {
  const known = join(cache, 'objects', sha256Of(JSON.stringify([store.addressOf(path), endpoint(), etag, bytes])));
  const sha256 = await readFile(known, 'utf8').catch(() => undefined);
  if (sha256 !== undefined && (await hashOfFile(blobOf(cache, sha256))) === sha256) return sha256;
  const fetched = join(cache, 'fetching', randomUUID());
  try {
    await store.download(path, fetched);
    const found = await hashOfFile(fetched);
    if (found === undefined) throw new Error('the file that was fetched is gone');
    await placed(cache, () => rename(fetched, blobOf(cache, found)), 'blobs');
    await placed(cache, () => replaced(known, found), 'objects');
    return found;
  } finally {
    await rm(fetched, { force: true });
  }
};

const endpoint = (): string => process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL ?? '';

const placed = async (cache: string, place: () => Promise<void>, folder: string): Promise<void> => {
  try {
    await createFolders(join(cache, folder));
    await place();
  } catch (cause) {
    throw outputUnwritable(join(cache, folder), cause);
  }
};

/** Safe for several processes of a machine: readers always see whole files. */
const replaced = async (file: string, text: string): Promise<void> => {
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, text);
  await rename(own, file);
};

/** Undefined if the file cannot be read. */
const hashOfFile = async (file: string): Promise<string | undefined> => {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
};

/** Creates a folder of links to contents, unless one of the same address and contents exists. */
const folderOf = async (
  address: string,
  files: readonly (readonly [path: string, sha256: string])[],
  cache: string,
): Promise<string> => {
  const folder = join(cache, 'folders', sha256Of(JSON.stringify([address, files])), address.split('/').at(-1) ?? '');
  const own = join(cache, 'folders', randomUUID());
  await placed(
    cache,
    async () => {
      await mkdir(own, { recursive: true });
      for (const [path, sha256] of files) {
        await mkdir(dirname(join(own, path)), { recursive: true });
        await symlink(blobOf(cache, sha256), join(own, path));
      }
      await mkdir(dirname(folder), { recursive: true });
      await rename(own, folder).catch(() => rm(own, { recursive: true })); // exists already
    },
    'folders',
  );
  return folder;
};
