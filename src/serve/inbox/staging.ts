import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outputUnwritable } from '../../files/errors.ts';
import { STAGING } from './names.ts';

/** A part of a request, whole on the disk, before anybody says what it is. */
export interface StagedFile {
  readonly path: string;
  readonly byteCount: number;
}

/** Where the parts of a request are written while it arrives. None counts until the request is complete. */
export interface Staging {
  /** Writes a part. @throws DISK_FULL, OUTPUT_UNWRITABLE, and what reading the body throws */
  readonly write: (body: AsyncIterable<Uint8Array>) => Promise<StagedFile>;
  /** Removes what was not taken. */
  readonly discard: () => Promise<void>;
}

let requests = 0;

/** Opens a folder of its own for a request. */
export const openStaging = async (inbox: string): Promise<Staging> => {
  const folder = join(inbox, STAGING, String(++requests));
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => Promise.reject(outputUnwritable(folder, cause)));
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
    write: async (body) => {
      const path = join(folder, String(++parts));
      return { path, byteCount: await append(path, body) };
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Removes what requests left behind that a crash cut off: nobody was told that it was received. */
export const clearStaging = (inbox: string): Promise<void> =>
  rm(join(inbox, STAGING), { recursive: true, force: true });
