// Hooks of Node's module loader: in the importing thread if Node supports that, otherwise in the loader's thread.
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { PLUGIN_QUERY } from './plugin-query.ts';

const runsFromSource = import.meta.url.endsWith('.ts');
const extension = runsFromSource ? '.ts' : '.js';

/** Resolves `spinestream` or `spinestream/<part>` to a file of this copy of the product. */
const productFile = (specifier: string) => {
  const [, part] = /^spinestream(?:\/([a-z]+))?$/.exec(specifier) ?? [];
  const name = part === undefined ? 'index' : `api/${part}`;
  const url = new URL(`../../${name}${extension}`, import.meta.url).href;
  return { url, format: runsFromSource ? 'module-typescript' : 'module', shortCircuit: true };
};

/** URLs of user files: those requested, and their relative imports. */
const own = new Set<string>();

const SCRIPT = /\.[mc]?[jt]s$/;

const isFile = (url: string): boolean => statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isFile() ?? false;

/**
 * Resolves an import with or without its extension; a TypeScript file may be imported by the name of its JavaScript
 * output.
 */
const fileOf = (url: string): string => {
  const compiled = url.replace(/\.([mc]?)js$/, '.$1ts');
  const endings = ['.ts', '.mts', '.js', '.mjs'].flatMap((ending) => [`${url}${ending}`, `${url}/index${ending}`]);
  return [url, compiled, ...endings].find(isFile) ?? url;
};

/** Resolves an import to a user file; undefined for packages. */
const ownFile = (specifier: string, parent: string | undefined): string | undefined => {
  if (specifier.endsWith(PLUGIN_QUERY)) return specifier.slice(0, -PLUGIN_QUERY.length);
  if (parent === undefined || !own.has(parent) || !/^(\.{1,2}\/|file:)/.test(specifier)) return undefined;
  const file = fileOf(new URL(specifier, parent).href);
  return SCRIPT.test(file) && !file.endsWith('.cjs') && !file.includes('/node_modules/') ? file : undefined;
};

/** Resolves `spinestream` to this copy of the product, wherever the importing file is. */
export const resolve = <C extends { readonly parentURL?: string | undefined }, R>(
  specifier: string,
  context: C,
  next: (specifier: string, context: C) => R,
) => {
  if (/^spinestream(\/[a-z]+)?$/.test(specifier)) return productFile(specifier);
  const file = ownFile(specifier, context.parentURL);
  if (file === undefined) return next(specifier, context);
  if (!isFile(file)) throw moduleNotFound(file, context.parentURL);
  own.add(file);
  return { url: file, format: 'module', shortCircuit: true };
};

/**
 * Treats user files as ES modules regardless of their package.json, and compiles them here on every version of Node.
 */
export const load = <C, R>(url: string, context: C, next: (url: string, context: C) => R) => {
  if (!own.has(url)) return next(url, context);
  const path = fileURLToPath(url);
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    loader: /\.[mc]?ts$/.test(path) ? 'ts' : 'js',
    format: 'esm',
    target: 'node20',
    sourcefile: path,
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'silent',
  });
  return { format: 'module', source: code, shortCircuit: true };
};

/** Node's own error. */
const moduleNotFound = (url: string, parent: string | undefined): Error => {
  const from = parent === undefined ? '' : ` imported from ${fileURLToPath(parent)}`;
  const error = new Error(`Cannot find module '${fileURLToPath(url)}'${from}`);
  return Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
};
