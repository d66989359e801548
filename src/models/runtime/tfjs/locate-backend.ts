import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BACKEND_ENTRIES, type TfjsBackend } from './backends.ts';

/** A backend's modules to import, in order, or the reason why there are none. */
export type BackendLocation = { readonly modules: readonly string[] } | { readonly missing: string };

const { resolve } = createRequire(import.meta.url);

/** Folders searched for packages. */
const folders = (name: string): readonly string[] => resolve.paths(name) ?? [];

const isInstalled = (name: string): boolean =>
  folders(name).some((folder) => existsSync(join(folder, name, 'package.json')));

/** Module that registers a suitable TensorFlow set up separately from the packages; an edition with CUDA also computes on the CPU. */
const setUpEdition = (edition: 'cpu' | 'gpu'): string | undefined => {
  const found = folders('.spinestream')
    .map((folder) => join(folder, '.spinestream/tensorflow'))
    .find((folder) => existsSync(join(folder, 'setup.json')));
  if (found === undefined) return undefined;
  const setup: unknown = JSON.parse(readFileSync(join(found, 'setup.json'), 'utf8'));
  const gpu = typeof setup === 'object' && setup !== null && 'gpu' in setup && setup.gpu === true;
  return gpu || edition === 'cpu' ? pathToFileURL(join(found, 'register.mjs')).href : undefined;
};

/** Checks files only; loads nothing. */
export const locateBackend = (backend: TfjsBackend): BackendLocation => {
  const { packages, edition } = BACKEND_ENTRIES[backend];
  const setUp = edition && setUpEdition(edition);
  if (setUp !== undefined) return { modules: [setUp] };
  const absent = packages.filter((name) => !isInstalled(name));
  return absent.length === 0
    ? { modules: packages }
    : { missing: `it is not installed; install it with "npm install --ignore-scripts=false ${absent.join(' ')}"` };
};
