import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileExists } from '../../files/file-exists.ts';

const FOLDER = fileURLToPath(new URL('../../../experiments', import.meta.url));

/** Names of the experiment files that come with the product. */
export const shippedExperiments = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();

/**
 * Resolves an experiment file: relative to the file that lists it (otherwise to the working folder), or a shipped one.
 * Returns an unresolvable path unchanged.
 */
export const experimentPath = (given: string, namedIn?: string): string => {
  const own = namedIn === undefined ? given : join(dirname(namedIn), given);
  const candidates = [own, `${own}.yaml`, join(FOLDER, `${basename(given, '.yaml')}.yaml`)];
  const isName = !/[/\\]/.test(given);
  return candidates.slice(0, isName ? 3 : 2).find(fileExists) ?? own;
};
