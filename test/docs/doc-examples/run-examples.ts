import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makePhantoms } from '../../../src/phantom/make-phantoms.ts';
import { claimedModule } from './claims.ts';
import { ROOT } from './public-values.ts';

const CHECK = new URL('claims.ts', import.meta.url).href;
const LIMIT_MS = 60_000;

const urlOf = (name: string): string => {
  if (name === 'spinestream') return pathToFileURL(join(ROOT, 'src/index.ts')).href;
  if (name.startsWith('spinestream/')) return pathToFileURL(join(ROOT, `src/api/${name.split('/')[1]}.ts`)).href;
  return name.startsWith('node:') ? name : import.meta.resolve(name);
};

const within = async (work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
};

/**
 * Runs examples one after another, each in a folder of its own, which has what readers of the docs have: `data`, as
 * `spinestream phantom --studies 5 --no-quirks --out data` makes it, and `weights`, which comes with the product.
 * @returns what is wrong with them, a text each
 */
export const failures = async (examples: ReadonlyMap<string, string>, folder: string): Promise<readonly string[]> => {
  const data = join(folder, 'data');
  await makePhantoms({ studies: 5, out: data, seed: 1, quirks: false });
  const found: string[] = [];
  for (const [name, text] of examples) {
    const here = join(folder, name);
    await mkdir(here);
    await symlink(data, join(here, 'data'));
    await symlink(join(ROOT, 'weights'), join(here, 'weights'));
    const { claims, code } = claimedModule(text, CHECK, urlOf);
    if (claims === 0) found.push(`${name}: claims nothing; put the result behind an expression, as a comment`);
    const file = join(here, `${name}.mts`); // a module wherever the folder is
    await writeFile(file, code);
    process.chdir(here);
    await within(import(pathToFileURL(file).href)).catch((error: unknown) =>
      found.push(`${name}: ${error instanceof Error ? error.message : error}`),
    );
  }
  process.chdir(ROOT);
  return found;
};
