// Hooks of Node's module loader: in the thread that imports where Node has such hooks, else in the loader's own thread.
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { PLUGIN_QUERY } from './plugin-query.ts';

const runsFromSource = import.meta.url.endsWith('.ts');
const extension = runsFromSource ? '.ts' : '.js';

/** The file of this copy of the product that `spinestream` or `spinestream/<part>` means. */
const productFile = (specifier: string) => {
  const [, part] = /^spinestream(?:\/([a-z]+))?$/.exec(specifier) ?? [];
  const name = part === undefined ? 'index' : `api/${part}`;
  const url = new URL(`../../${name}${extension}`, import.meta.url).href;
  return { url, format: runsFromSource ? 'module-typescript' : 'module', shortCircuit: true };
};

/** URLs of users' files: those that were asked for, and what they import by relative paths. */
const own = new Set<string>();

const SCRIPT = /\.[mc]?[jt]s$/;

const isFile = (url: string): boolean => statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isFile() ?? false;

/** The file that an import means, with or without its extension, and where a TypeScript file is imported as the JavaScript that it compiles to. */
const fileOf = (url: string): string => {
  const compiled = url.replace(/\.([mc]?)js$/, '.$1ts');
  const endings = ['.ts', '.mts', '.js', '.mjs'].flatMap((ending) => [`${url}${ending}`, `${url}/index${ending}`]);
  return [url, compiled, ...endings].find(isFile) ?? url;
};

/** A user's own file that an import means; undefined for packages. */
const ownFile = (specifier: string, parent: string | undefined): string | undefined => {
  if (specifier.endsWith(PLUGIN_QUERY)) return specifier.slice(0, -PLUGIN_QUERY.length);
  if (parent === undefined || !own.has(parent) || !/^(\.{1,2}\/|file:)/.test(specifier)) return undefined;
  const file = fileOf(new URL(specifier, parent).href);
  return SCRIPT.test(file) && !file.endsWith('.cjs') && !file.includes('/node_modules/') ? file : undefined;
};

/** `spinestream` is this very copy of the product, wherever a file lies that imports it. */
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

/** Users' files are modules whatever the package.json beside them says, and compiled here on every version of Node. */
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

/** As Node says it. */
const moduleNotFound = (url: string, parent: string | undefined): Error => {
  const from = parent === undefined ? '' : ` imported from ${fileURLToPath(parent)}`;
  const error = new Error(`Cannot find module '${fileURLToPath(url)}'${from}`);
  return Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
};
