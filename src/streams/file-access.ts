import { open, readdir, readFile } from 'node:fs/promises';

/** The bytes of a file, or its first `maxBytes` (fewer where the file is shorter). */
export const readBytes = async (path: string, maxBytes?: number): Promise<Uint8Array> => {
  if (maxBytes === undefined) return readFile(path);
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(maxBytes);
    let length = 0;
    while (length < maxBytes) {
      const { bytesRead } = await file.read(buffer, length, maxBytes - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
};

/** Names of the files in a folder, in the order of the file system. */
export const listFiles = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
};
