import { type FileHandle, open } from 'node:fs/promises';
import { asSpineError } from '../../domain/spine-error.ts';
import { weightsFileUnreadable } from './errors.ts';

/** A file with random access that is not held in memory. */
export interface ByteFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Fills `out` from byte `offset`; the caller has checked both against `sizeBytes`. */
  readonly readInto: (offset: number, out: Uint8Array) => Promise<void>;
}

/** Maximum bytes per read call: the kernel reads at most 2^31 - 1. */
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

/** Opens a file during `work` and always closes it. Adds the file as the place of errors. */
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

/** Part of a file in memory, `length` bytes from `offset`. */
export const readBytes = async (file: ByteFile, offset: number, length: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(length);
  await file.readInto(offset, bytes);
  return bytes;
};
