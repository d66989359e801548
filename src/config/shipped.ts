import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileExists } from '../files/file-exists.ts';

const FOLDER = fileURLToPath(new URL('../../pipelines', import.meta.url));

/**
 * Returns the names of the pipeline files that come with the product.
 *
 * @example
 * import { shippedPipelines } from 'spinestream';
 *
 * shippedPipelines().includes('two-stage'); // true
 */
export const shippedPipelines = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();

/**
 * Returns the path of a pipeline file: the name of a shipped pipeline becomes its path, unless a file (not a folder) of that name is in the working folder.
 *
 * @example
 * import { pipelinePath } from 'spinestream';
 *
 * pipelinePath('two-stage').endsWith('pipelines/two-stage.yaml'); // true
 * pipelinePath('./mine.yaml'); // './mine.yaml'
 */
export const pipelinePath = (given: string): string => {
  if (fileExists(given) || given.includes('/') || given.includes('\\')) return given;
  const shipped = join(FOLDER, `${basename(given, '.yaml')}.yaml`);
  return fileExists(shipped) ? shipped : given;
};
