import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';

const CHUNK_BYTES = 2 ** 16;

async function* chunksOf(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const wanted = Math.min(CHUNK_BYTES, end - at);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
    if (bytesRead === 0) return; // truncated since it was opened; yauzl counts the bytes
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/**
 * Reads parts of a file for yauzl. Its own reader (3.4.0) throws outside of every promise if an entry is left early
 * while reads of other entries are pending, which is what reading headers of a study does.
 */
class FileReader extends RandomAccessReader {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(chunksOf(this.#file, start, end), { objectMode: false });
  }

  override close(callback: (error: Error | null) => void): void {
    this.#file.close().then(() => callback(null), callback); // after pending reads
  }
}

/** Opens a zip file, which stays open until it is closed; entries may be read concurrently and left early. */
export const openZipFile = async (path: string): Promise<ZipFile> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return await fromRandomAccessReaderPromise(new FileReader(file), size, { lazyEntries: true, autoClose: false });
  } catch (cause) {
    await file.close();
    throw cause;
  }
};
