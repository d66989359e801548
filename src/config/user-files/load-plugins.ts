import { readFile } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Plugins, pluginsAmong } from '../../core/registry.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { withTimeLimit } from '../../domain/time-limit.ts';
import { sha256Of } from '../../files/sha256.ts';
import {
  pluginFileHangs,
  pluginFileKind,
  pluginFileMissing,
  pluginFileWithout,
  pluginImportMissing,
  pluginSyntax,
  pluginThrows,
} from '../errors.ts';
import { PLUGIN_QUERY } from './plugin-query.ts';
import { allowPluginImports } from './typescript-hook.ts';

/** A loaded user file with its sources, operators and outputs. */
export interface PluginFile extends Plugins {
  /** The path as requested. */
  readonly path: string;
  /** SHA-256 of the file's bytes, without the files that it imports. */
  readonly sha256: string;
}

/** The plugins of a file, or why loading failed. */
export type LoadedFile = PluginFile | { readonly path: string; readonly error: SpineError };

export interface LoadOptions {
  /** Time limit of an import. */
  readonly timeoutMs?: number;
}

const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];
const IMPORT_TIMEOUT_MS = 20_000;

/**
 * Imports a TypeScript or JavaScript file and returns the sources, operators and outputs among its exports. Its code runs.
 * A process imports a file once; later changes to it have no effect.
 * @throws PLUGIN_*
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 * import { loadPluginFile } from 'spinestream';
 *
 * await writeFile('mine.ts', "export { cropRois } from 'spinestream';");
 * const { operators } = await loadPluginFile('mine.ts');
 * operators.map(({ name }) => name); // ['crop-rois']
 */
export const loadPluginFile = async (path: string, options: LoadOptions = {}): Promise<PluginFile> => {
  const file = resolve(path);
  if (!EXTENSIONS.includes(extname(file))) throw pluginFileKind(path, EXTENSIONS);
  const bytes = await readFile(file).catch((cause: unknown) => Promise.reject(pluginFileMissing(path, cause)));
  const exported = await imported(file, path, options);
  const plugins = pluginsAmong(Object.values(exported));
  if (Object.values(plugins).every((all) => all.length === 0)) throw pluginFileWithout(path, Object.keys(exported));
  return { path, ...plugins, sha256: sha256Of(bytes) };
};

/**
 * Loads the files that a pipeline file lists, keyed by those names; relative paths are relative to the pipeline file.
 */
export const loadPluginFiles = async (
  names: readonly string[],
  pipelineFile: string,
): Promise<ReadonlyMap<string, LoadedFile>> => {
  const loaded = new Map<string, LoadedFile>();
  for (const name of new Set(names)) {
    const path = isAbsolute(name) ? name : join(dirname(pipelineFile), name);
    try {
      loaded.set(name, { ...(await loadPluginFile(path)), path: name });
    } catch (error) {
      if (!(error instanceof SpineError)) throw error;
      loaded.set(name, { path: name, error });
    }
  }
  return loaded;
};

const imported = async (
  file: string,
  path: string,
  { timeoutMs = IMPORT_TIMEOUT_MS }: LoadOptions,
): Promise<object> => {
  await allowPluginImports();
  const importing = (): Promise<object> =>
    import(`${pathToFileURL(file).href}${PLUGIN_QUERY}`).catch((error: unknown) => {
      throw importError(error, file, path);
    });
  return withTimeLimit(timeoutMs, importing, () => {
    throw pluginFileHangs(path, timeoutMs);
  });
};

/** `/home/me/a.ts:3:17: ERROR: Unexpected ";"`, the compiler's message. */
const COMPILER_MESSAGE = /^(.+?):(\d+):(\d+): ERROR: (.+)$/m;
const IMPORTED_FROM = /imported from (\S+)/;

const importError = (error: unknown, file: string, path: string): SpineError => {
  const { name, message, code, stack } = detailsOf(error);
  const compiler = COMPILER_MESSAGE.exec(message);
  if (compiler !== null) {
    const [, at = '', line, column, text = ''] = compiler;
    return pluginSyntax({ file: at === file ? path : at, line: Number(line), column: Number(column) + 1 }, text, error);
  }
  if (code === 'ERR_MODULE_NOT_FOUND') {
    const from = IMPORTED_FROM.exec(message)?.[1] ?? file;
    return pluginImportMissing({ file: from === file ? path : from }, message, error);
  }
  const where = { file: path, ...positionIn(stack, file) };
  return name === 'SyntaxError' ? pluginSyntax(where, message, error) : pluginThrows(where, message, error);
};

const detailsOf = (error: unknown) =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        code: 'code' in error ? error.code : undefined,
        stack: error.stack ?? '',
      }
    : { name: '', message: String(error), code: undefined, stack: '' };

/** The first position of a file in a stack trace. */
const positionIn = (stack: string, file: string): { readonly line?: number; readonly column?: number } => {
  const mention = stack.split('\n').find((line) => fileIn(line) === file);
  const [, line, column] = /:(\d+)(?::(\d+))?\)?$/.exec(mention ?? '') ?? [];
  return { ...(line !== undefined && { line: Number(line) }), ...(column !== undefined && { column: Number(column) }) };
};

const fileIn = (line: string): string | undefined => {
  const place = /(file:\/\/\S+?|\/\S+?|[A-Za-z]:\\\S+?)(\?\S*?)?:\d+(:\d+)?\)?$/.exec(line)?.[1];
  return place?.startsWith('file:') ? fileURLToPath(place) : place;
};
