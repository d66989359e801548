import type { Experiment } from '../../training/experiment/experiment.ts';
import { loadExperiments } from '../../training/experiment/load-experiments.ts';
import { keyValues } from '../options/key-values.ts';
import { writeWarning } from '../terminal/write-warning.ts';

/** Loads the experiments that a command names, and prints warnings about them. */
export const givenExperiments = async (
  { experiment, set }: { readonly experiment: string; readonly set: readonly string[] },
  models: string,
): Promise<readonly Experiment[]> => {
  const { experiments, warnings } = await loadExperiments(experiment, { models, ...keyValues(set) });
  for (const one of warnings) writeWarning(one);
  return experiments;
};
