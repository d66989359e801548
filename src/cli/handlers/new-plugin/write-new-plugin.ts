import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT_IN } from '../../../config/built-in.ts';
import { createFolders } from '../../../files/make-folder.ts';
import { fileExists, pluginNameTaken, pluginUnwritable } from '../../errors.ts';
import { type NewKind, variableOf } from './names.ts';
import { operatorTemplate } from './operator-text.ts';
import { outputTemplate } from './output-text.ts';
import { sourceTemplate } from './source-text.ts';
import type { Template } from './template.ts';

const TEMPLATES: Readonly<Record<NewKind, Template>> = {
  source: sourceTemplate,
  operator: operatorTemplate,
  output: outputTemplate,
};

interface NewFile {
  readonly name: string;
  readonly text: string;
}

/** Returns a working starter plugin and its test. @throws PLUGIN_NAME_UNFIT */
export const newPluginFiles = (kind: NewKind, name: string): { readonly plugin: NewFile; readonly test: NewFile } => {
  const { plugin, test } = TEMPLATES[kind];
  const unnamed = { name: '', variable: '' };
  const called = { name, variable: variableOf(kind, name, `${plugin(unnamed)}${test(unnamed)}`) };
  return {
    plugin: { name: `${name}.ts`, text: plugin(called) },
    test: { name: `${name}.test.ts`, text: test(called) },
  };
};

/** Next steps after creating a plugin. */
const nextSteps = (kind: NewKind, name: string, plugin: string, test: string): string => `wrote ${plugin} and ${test}

next
  spinestream test-plugin ${plugin}
      tries the laws that every ${kind} keeps
  node --import tsx --test ${test}
      runs its own test (with spinestream and tsx in the project: docs/plugins.md, "Where files may lie")
  in a pipeline file in the same folder
${[`plugins: [./${name}.ts]`, ...TEMPLATES[kind].inPipeline(name)].map((line) => `      ${line}\n`).join('')}`;

/**
 * Writes a starter plugin and its test.
 * @returns the next steps
 * @throws PLUGIN_NAME_UNFIT, PLUGIN_NAME_TAKEN, FILE_EXISTS before anything is written, and PLUGIN_UNWRITABLE
 */
export const writeNewPlugin = async (kind: NewKind, name: string, folder: string): Promise<string> => {
  const { plugin, test } = newPluginFiles(kind, name);
  if (BUILT_IN[`${kind}s`].has(name)) throw pluginNameTaken(kind, name);
  const files = [plugin, test].map((file) => ({ path: join(folder, file.name), text: file.text }));
  const taken = files.find(({ path }) => existsSync(path));
  if (taken !== undefined) throw fileExists(taken.path);
  const failed = (path: string) => (cause: unknown) => Promise.reject(pluginUnwritable(path, cause));
  await createFolders(folder).catch(failed(folder));
  for (const { path, text } of files) await writeFile(path, text, { flag: 'wx' }).catch(failed(path));
  return nextSteps(kind, name, join(folder, plugin.name), join(folder, test.name));
};
