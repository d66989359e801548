import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObjectAddress } from '../../storage/object-address.ts';
import { openObjectStore } from '../../storage/object-store.ts';
import { downloadIfThere, fetchJournal } from '../stored/stored-journal.ts';

/** Local location of a run's results. */
export interface PartPlace {
  /** Folder of its journal and record. */
  readonly at: string;
  readonly fileAt: (path: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

const placeOf = (folder: string): PartPlace => ({
  at: folder,
  fileAt: async (path) => join(folder, path),
  close: async () => {},
});

/** Downloads the journal and record of a run from a storage, and its files on demand. @throws S3_*, JOURNAL_CORRUPT */
const fetchedPart = async (address: string): Promise<PartPlace> => {
  const store = await openObjectStore(address);
  const at = await mkdtemp(join(tmpdir(), 'spinestream-part-'));
  const close = async () => {
    store.close();
    await rm(at, { recursive: true, force: true });
  };
  try {
    await fetchJournal(store, at);
    await downloadIfThere(store, 'run.json', join(at, 'run.json'));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    at,
    fileAt: async (path) => {
      const file = join(at, path);
      await downloadIfThere(store, path, file);
      return file;
    },
    close,
  };
};

/** Opens the results in a folder or in a storage. @throws S3_*, JOURNAL_CORRUPT */
export const openPlace = async (part: string): Promise<PartPlace> =>
  isObjectAddress(part) ? fetchedPart(part) : placeOf(part);

/** Expands folders: `s3://bucket/run/out-*` matches all names with this prefix, since no shell expands it. */
export const expandedParts = async (parts: readonly string[]): Promise<readonly string[]> => {
  const all: string[] = [];
  for (const part of parts) {
    const [, bucket, beginning] = /^(s3:\/\/[^/]+)\/(.+)\*$/i.exec(part) ?? [];
    if (bucket === undefined || beginning === undefined) all.push(part);
    else {
      const store = await openObjectStore(bucket);
      const folders = await store.folders(beginning).finally(store.close);
      all.push(...(folders.length === 0 ? [part] : folders.map((folder) => `${bucket}/${folder}`)));
    }
  }
  return all;
};
