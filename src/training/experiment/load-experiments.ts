import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { Diagnostic } from '../../config/diagnostic.ts';
import { ConfigurationInvalid } from '../../config/errors.ts';
import { sharedVariables } from '../../config/shared-variables.ts';
import { type Position, parseYaml, type YamlDocument } from '../../config/yaml/yaml-document.ts';
import { schemaDiagnostics } from '../../schema/schema-diagnostics.ts';
import { checkExperiment } from './check-experiment.ts';
import { experimentNameTwice, experimentRemedy, experimentUnreadable } from './errors.ts';
import type { Experiment } from './experiment.ts';
import { experimentList } from './experiment-schema.ts';
import { experimentPath, shippedExperiments } from './shipped-experiments.ts';

/** The experiments of a file, with its warnings. */
export interface LoadedExperiments {
  readonly experiments: readonly Experiment[];
  readonly warnings: readonly Diagnostic[];
}

type Variables = Readonly<Record<string, string>>;

/**
 * Reads and checks an experiment file, or all files of a list.
 * @param given      a path, or the name of a shipped file
 * @param variables  for the file; for a list, files get the variables that they use, and the list's own values take
 * precedence
 * @throws EXPERIMENT_*, CONFIGURATION_INVALID with every diagnostic of a file
 *
 * @example
 * import { loadExperiments } from 'spinestream/training';
 *
 * const { experiments } = await loadExperiments('nano', {});
 * experiments.length; // 8
 * experiments[0]?.architecture.config.kind; // 'keypoints'
 */
export const loadExperiments = async (given: string, variables: Variables): Promise<LoadedExperiments> => {
  const file = experimentPath(given);
  const text = await readText(file);
  const list = listIn(text, file);
  if (list === undefined) return loadedOf(text, file, variables);
  const files = await Promise.all(list.map((entry) => listed(entry, file)));
  const shared = sharedVariables(files, variables, file);
  if (shared.diagnostics.some(({ severity }) => severity === 'error'))
    throw new ConfigurationInvalid(file, shared.diagnostics);
  const loaded = files.map((one, index) =>
    loadedOf(one.text, one.file, { ...shared.given[index], ...one.ownVariables }),
  );
  const experiments = loaded.flatMap((part) => part.experiments);
  const twice = experiments.find(({ name }, index) => experiments.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw experimentNameTwice(twice.name, file);
  return { experiments, warnings: [...shared.diagnostics, ...loaded.flatMap((part) => part.warnings)] };
};

const listed = async (entry: ListEntry, list: string) => {
  const file = experimentPath(entry.file, list);
  return { file, text: await readText(file), ownVariables: entry.variables };
};

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: unknown) =>
    Promise.reject(experimentUnreadable(file, shippedExperiments(), cause)),
  );

const loadedOf = (text: string, file: string, variables: Variables): LoadedExperiments => {
  const { experiment, diagnostics } = checkExperiment(text, file, variables);
  if (experiment === undefined) throw new ConfigurationInvalid(file, diagnostics);
  return { experiments: [experiment], warnings: diagnostics };
};

interface ListEntry {
  readonly file: string;
  readonly variables: Variables;
  /** Position in the list. */
  readonly at: Position;
}

/** The files of a list; undefined if the file is not a list. */
const listIn = (text: string, file: string): readonly ListEntry[] | undefined => {
  const document = parseYaml(text, file, {});
  const { value } = document;
  if (typeof value !== 'object' || value === null || !('experiments' in value)) return undefined;
  const parsed = experimentList.safeParse(value);
  if (!parsed.success) throw new ConfigurationInvalid(file, diagnosticsOf(document, file, parsed.error));
  const entries = parsed.data.experiments.flatMap((entry, index): readonly ListEntry[] => {
    const path = ['experiments', index];
    if (typeof entry === 'string') return [{ file: entry, variables: {}, at: document.at(path) }];
    return Object.entries(entry).map(([name, variables]) => ({
      file: name,
      variables: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
      at: document.at([...path, name], { key: true }),
    }));
  });
  const absent = entries.filter((entry) => !existsSync(experimentPath(entry.file, file)));
  if (absent.length > 0) throw new ConfigurationInvalid(file, absent.map(absence(file)));
  return entries;
};

const absence =
  (list: string) =>
  ({ file, at }: ListEntry): Diagnostic => ({
    ...{ severity: 'error', code: 'EXPERIMENT_UNREADABLE', file: list, ...at },
    message: `there is no experiment "${file}"; ${experimentRemedy(file, shippedExperiments())}`,
  });

const diagnosticsOf = (document: YamlDocument, file: string, error: z.ZodError): readonly Diagnostic[] =>
  schemaDiagnostics(error, experimentList, document.value).map(({ path, code, message, key }) => ({
    severity: 'error',
    code,
    file,
    ...document.at(path, { key }),
    message,
  }));
