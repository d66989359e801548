import { PLUGIN_KINDS, type PluginKind, type Registry, withPlugins } from '../../core/registry.ts';
import type { LoadedFile } from './load-plugins.ts';

/** The plugins that a pipeline file may use, and diagnostics of the files that provide them. */
export interface KnownPlugins {
  readonly registry: Registry;
  /** Whether every file was loaded; if so, a plugin not listed does not exist. */
  readonly complete: boolean;
  readonly complaints: readonly FileComplaint[];
}

interface FileComplaint {
  readonly code: string;
  /** Index of the list item, from 0. */
  readonly index: number;
  readonly message: string;
}

const SINGULAR: Readonly<Record<PluginKind, string>> = {
  sources: 'a source',
  operators: 'an operator',
  outputs: 'an output',
};

/** Combines the built-in plugins with those of a pipeline's files; each name of a kind has one owner. */
export const knownPlugins = (
  builtIn: Registry,
  listed: readonly string[],
  files: ReadonlyMap<string, LoadedFile>,
): KnownPlugins => {
  let registry = builtIn;
  const owners = new Map<string, string>();
  const complaints: FileComplaint[] = [];
  let complete = true;
  for (const [index, path] of listed.entries()) {
    const complain = (code: string, message: string) =>
      complaints.push({ code, index, message: `plugins: ${message}` });
    const file = files.get(path);
    if (listed.indexOf(path) < index) complain('PLUGIN_FILE_TWICE', `${path} is listed twice; remove one`);
    else if (file === undefined || 'error' in file) {
      complete = false;
      complain(file?.error.code ?? 'PLUGIN_FILE_UNREAD', file?.error.message ?? `${path} was not loaded`);
    } else
      for (const kind of PLUGIN_KINDS)
        for (const plugin of file[kind]) {
          const key = `${kind} ${plugin.name}`;
          const taken = owners.get(key) ?? (builtIn[kind].has(plugin.name) ? 'the product' : undefined);
          if (taken === undefined) {
            owners.set(key, path);
            registry = withPlugins(registry, { [kind]: [plugin] });
          } else {
            const both = `${path} and ${taken} both have ${SINGULAR[kind]} "${plugin.name}"`;
            complain('PLUGIN_TWICE', `${both}; rename the one in ${path}`);
          }
        }
  }
  return { registry, complete, complaints };
};
