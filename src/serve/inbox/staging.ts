import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outputUnwritable } from '../../files/errors.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { STAGING } from './names.ts';

/** A part of a request, completely on disk, before it is parsed. */
export interface StagedFile {
  readonly path: string;
  readonly byteCount: number;
}

/** Storage for the parts of a request while they arrive. None counts until the request is complete. */
export type Staging = Awaited<ReturnType<typeof openStaging>>;

let requests = 0;

/** Creates a separate folder for a request. */
export const openStaging = async (inbox: string) => {
  const folder = join(inbox, STAGING, String(++requests));
  await makeFolder(folder);
  let parts = 0;
  const append = async (path: string, body: AsyncIterable<Uint8Array>): Promise<number> => {
    const unwritable = (cause: unknown) => Promise.reject(outputUnwritable(path, cause));
    const file = await open(path, 'wx').catch(unwritable);
    try {
      let byteCount = 0;
      for await (const chunk of body) {
        await file.writeFile(chunk).catch(unwritable);
        byteCount += chunk.length;
      }
      await file.sync().catch(unwritable);
      return byteCount;
    } finally {
      await file.close();
    }
  };
  return {
    /** Writes a part. @throws DISK_FULL, OUTPUT_UNWRITABLE, and errors of reading the body */
    write: async (body: AsyncIterable<Uint8Array>): Promise<StagedFile> => {
      const path = join(folder, String(++parts));
      return { path, byteCount: await append(path, body) };
    },
    /** Removes the parts that were not taken. */
    discard: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Removes leftovers of requests that a crash interrupted; their receipt was never acknowledged. */
export const clearStaging = (inbox: string): Promise<void> =>
  rm(join(inbox, STAGING), { recursive: true, force: true });
