import { type FileHandle, open } from 'node:fs/promises';
import { asSpineError } from '../../domain/spine-error.ts';
import { weightsFileUnreadable } from './errors.ts';

/** A file that is read at given places; nothing of it is held. */
export interface ByteFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Fills all of `out` from byte `offset` on; the caller has compared both with `sizeBytes`. */
  readonly readInto: (offset: number, out: Uint8Array) => Promise<void>;
}

/** Bytes per read call: the kernel takes at most 2^31 - 1. */
const CHUNK_BYTES = 2 ** 30;

const readFully = async (handle: FileHandle, offset: number, out: Uint8Array): Promise<void> => {
  for (let done = 0; done < out.length; ) {
    const length = Math.min(out.length - done, CHUNK_BYTES);
    const { bytesRead } = await handle.read(out, done, length, offset + done);
    if (bytesRead === 0) throw weightsFileUnreadable(new Error(`it ended at byte ${offset + done} while being read`));
    done += bytesRead;
  }
};

const opened = async (path: string): Promise<{ handle: FileHandle; sizeBytes: number }> => {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw weightsFileUnreadable(cause).at({ file: path });
  });
  const stats = await handle.stat();
  if (stats.isFile()) return { handle, sizeBytes: stats.size };
  await handle.close();
  throw weightsFileUnreadable(new Error('it is not a file')).at({ file: path });
};

/** Opens a file for the length of `work` and closes it whatever happens. Errors are given the file as their place. */
export const withByteFile = async <T>(path: string, work: (file: ByteFile) => Promise<T>): Promise<T> => {
  const { handle, sizeBytes } = await opened(path);
  try {
    return await work({ path, sizeBytes, readInto: (offset, out) => readFully(handle, offset, out) });
  } catch (error) {
    throw asSpineError(error, { file: path });
  } finally {
    await handle.close();
  }
};

/** A part of a file in memory, `length` bytes from `offset` on. */
export const readBytes = async (file: ByteFile, offset: number, length: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(length);
  await file.readInto(offset, bytes);
  return bytes;
};
