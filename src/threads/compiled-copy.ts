import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Returns the compiled copy of a source file, or undefined if there is none. Tests compile all files into the folder `SPINESTREAM_COMPILED`, each by
 * its own absolute path below it, since a TypeScript loader costs every thread and process a quarter of a second.
 */
export const compiledCopy = (file: URL, folder = process.env.SPINESTREAM_COMPILED): URL | undefined => {
  if (folder === undefined) return undefined;
  const copy = join(folder, fileURLToPath(file).replace(/\.ts$/, '.js'));
  return existsSync(copy) ? pathToFileURL(copy) : undefined;
};
