import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { configurationInvalid } from '../../pipelines/errors.ts';
import type { Finding } from '../../pipelines/finding.ts';
import { schemaFindings } from '../../pipelines/schema-findings.ts';
import { parseYaml, type YamlDocument } from '../../pipelines/yaml-document.ts';
import { checkExperiment } from './check-experiment.ts';
import { experimentNameTwice, experimentUnreadable } from './errors.ts';
import type { Experiment } from './experiment.ts';
import { experimentList } from './experiment-schema.ts';
import { experimentPath, shippedExperiments } from './shipped-experiments.ts';

export interface LoadedExperiments {
  readonly experiments: readonly Experiment[];
  readonly warnings: readonly Finding[];
}

type Variables = Readonly<Record<string, string>>;

/**
 * Reads and checks an experiment file, or all that a list of them names.
 * @param given      a path, or the name of a shipped file
 * @param variables  for the file; those of a list are given to all its files, below what the list itself gives them
 * @throws EXPERIMENT_*, CONFIGURATION_INVALID with every finding of a file
 */
export const loadExperiments = async (given: string, variables: Variables): Promise<LoadedExperiments> => {
  const file = experimentPath(given);
  const text = await readText(file);
  const list = listIn(text, file);
  if (list === undefined) return one(text, file, variables);
  const loaded: LoadedExperiments[] = [];
  for (const entry of list) {
    const path = experimentPath(entry.file, file);
    loaded.push(one(await readText(path), path, { ...variables, ...entry.variables }));
  }
  const experiments = loaded.flatMap((part) => part.experiments);
  const twice = experiments.find(({ name }, index) => experiments.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw experimentNameTwice(twice.name, file);
  return { experiments, warnings: loaded.flatMap((part) => part.warnings) };
};

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: unknown) =>
    Promise.reject(experimentUnreadable(file, shippedExperiments(), cause)),
  );

const one = (text: string, file: string, variables: Variables): LoadedExperiments => {
  const { experiment, findings } = checkExperiment(text, file, variables);
  if (experiment === undefined) throw configurationInvalid(file, findings);
  return { experiments: [experiment], warnings: findings };
};

interface ListEntry {
  readonly file: string;
  readonly variables: Variables;
}

/** The files that a list names; undefined where the file is no list. */
const listIn = (text: string, file: string): readonly ListEntry[] | undefined => {
  const document = parseYaml(text, file, {});
  const { value } = document;
  if (typeof value !== 'object' || value === null || !('experiments' in value)) return undefined;
  const parsed = experimentList.safeParse(value);
  if (!parsed.success) throw configurationInvalid(file, findingsOf(document, file, parsed.error));
  return parsed.data.experiments.flatMap((entry) =>
    typeof entry === 'string' ? [{ file: entry, variables: {} }] : Object.entries(entry).map(asEntry),
  );
};

const asEntry = ([file, variables]: [string, Readonly<Record<string, unknown>>]): ListEntry => ({
  file,
  variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
});

const findingsOf = (document: YamlDocument, file: string, error: z.ZodError): readonly Finding[] =>
  schemaFindings(error, experimentList, document.value).map(({ path, code, message, key }) => ({
    severity: 'error',
    code,
    file,
    ...document.at(path, { key }),
    message,
  }));
