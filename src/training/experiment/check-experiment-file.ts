import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../../config/diagnostic.ts';
import { ConfigurationInvalid, fileDiagnostic } from '../../config/errors.ts';
import { pipelinePath } from '../../config/shipped.ts';
import { parseYaml } from '../../config/yaml/yaml-document.ts';
import { isRecord } from '../../domain/is-record.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import { loadExperiments } from './load-experiments.ts';
import { experimentPath } from './shipped-experiments.ts';

/** Whether a path or name is an experiment or a list of them, not a pipeline. */
export const isExperiment = async (given: string): Promise<boolean> => {
  const pipeline = pipelinePath(given);
  if (!existsSync(pipeline)) return existsSync(experimentPath(given));
  const { value } = parseYaml(await readFile(pipeline, 'utf8').catch(() => ''), given, {});
  return isRecord(value) && ['experiments', 'samples', 'training'].some((key) => key in value);
};

/** Returns all diagnostics of an experiment file, or of every file of a list, without reading any study. */
export const checkExperimentFile = async (
  given: string,
  variables: Readonly<Record<string, string>>,
): Promise<readonly Diagnostic[]> => {
  try {
    return (await loadExperiments(given, variables)).warnings;
  } catch (cause) {
    if (cause instanceof ConfigurationInvalid) return cause.diagnostics;
    return [fileDiagnostic(given, asSpineError(cause))];
  }
};
