import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../pipelines', import.meta.url));

/** Names of the pipeline files that come with the product. */
export const shippedPipelines = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();

/** A path as it is; the name of a shipped pipeline becomes its path, unless a file of that name exists here. */
export const pipelinePath = (given: string): string => {
  if (existsSync(given) || given.includes('/') || given.includes('\\')) return given;
  const shipped = join(FOLDER, `${basename(given, '.yaml')}.yaml`);
  return existsSync(shipped) ? shipped : given;
};
