import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { claimedModule } from './claims.ts';
import { linkMaterial, writeMaterial } from './material.ts';
import { ROOT } from './public-names.ts';
import { checkSteps } from './steps.ts';

const CHECK = new URL('claims.ts', import.meta.url).href;
const LIMIT_MS = 240_000; // each takes seconds, on a busy machine too; this is for one that hangs

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
 * Runs examples one after another, each in a folder of its own with the material that readers of the docs have.
 * @returns what is wrong with them, a text each
 */
export const failures = async (examples: ReadonlyMap<string, string>, folder: string): Promise<readonly string[]> => {
  const material = join(folder, 'material');
  await mkdir(material);
  await writeMaterial(material);
  const found: string[] = [];
  for (const [name, text] of examples) {
    const here = join(folder, name);
    await mkdir(here);
    await linkMaterial(material, here);
    const { claims, code } = claimedModule(text, CHECK, urlOf);
    if (claims === 0) found.push(`${name}: claims nothing; put the result behind an expression, as a comment`);
    const file = join(here, `${name}.mts`); // a module wherever the folder is
    await writeFile(file, code);
    process.chdir(here);
    try {
      checkSteps(text);
      await within(import(pathToFileURL(file).href));
    } catch (error) {
      found.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  process.chdir(ROOT);
  return found;
};
