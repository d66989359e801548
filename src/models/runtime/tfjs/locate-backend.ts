import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BACKEND_ENTRIES, type TfjsBackend } from './backends.ts';

/** Where a backend's code is: modules to import, in order; or why there is none. */
export type BackendLocation = { readonly modules: readonly string[] } | { readonly missing: string };

const { resolve } = createRequire(import.meta.url);

/** Folders in which a package is looked for. */
const folders = (name: string): readonly string[] => resolve.paths(name) ?? [];

const isInstalled = (name: string): boolean =>
  folders(name).some((folder) => existsSync(join(folder, name, 'package.json')));

/** The module that registers the TensorFlow that was set up beside the packages, if it will do; one with CUDA computes on the CPU, too. */
const setUpEdition = (edition: 'cpu' | 'gpu'): string | undefined => {
  const found = folders('.spinestream')
    .map((folder) => join(folder, '.spinestream/tensorflow'))
    .find((folder) => existsSync(join(folder, 'setup.json')));
  if (found === undefined) return undefined;
  const setup: unknown = JSON.parse(readFileSync(join(found, 'setup.json'), 'utf8'));
  const gpu = typeof setup === 'object' && setup !== null && 'gpu' in setup && setup.gpu === true;
  return gpu || edition === 'cpu' ? pathToFileURL(join(found, 'register.mjs')).href : undefined;
};

/** Looks on disk only; nothing is loaded. */
export const locateBackend = (backend: TfjsBackend): BackendLocation => {
  const { packages, edition } = BACKEND_ENTRIES[backend];
  const setUp = edition && setUpEdition(edition);
  if (setUp !== undefined) return { modules: [setUp] };
  const absent = packages.filter((name) => !isInstalled(name));
  return absent.length === 0
    ? { modules: packages }
    : { missing: `it is not installed; install it with "npm install --ignore-scripts=false ${absent.join(' ')}"` };
};
