import { dirname, join } from 'node:path';
import { printable } from '../../domain/text/printable.ts';
import { evaluateRuns } from '../../evaluation/evaluate-runs.ts';
import { heldOutStudies } from '../../evaluation/inputs/held-out-studies.ts';
import type { Evaluation } from '../../evaluation/metrics/index.ts';
import { EVALUATION_PAGE } from '../../evaluation/write-evaluation.ts';
import { folderExists } from '../../files/file-exists.ts';
import type { RunSettings } from '../../run/settings.ts';
import type { EvaluateArguments } from '../commands/evaluate-command.ts';
import { evaluateInputsMixed, evaluateOptionMissing } from '../errors.ts';
import { checkNumbers, type Expectation, WHOLE } from '../options/check-numbers.ts';
import { keyValues } from '../options/key-values.ts';
import { existingOf } from '../options/run-options.ts';
import { evaluationTable } from '../terminal/evaluation-table.ts';
import { runFromCommandLine } from './run-from-command-line.ts';
import { seriesBy } from './series-by.ts';

const NESTED: Expectation = {
  words: 'an integer, at least 2, since fitting and measuring need different studies',
  fits: (n) => Number.isInteger(n) && n >= 2,
};

/** Evaluates finished runs, or runs a pipeline out of fold and evaluates that. Returns how many studies failed. */
export const evaluateFromCommandLine = async (given: EvaluateArguments, settings: RunSettings) => {
  const { resamples, nestedFolds, limit } = given;
  checkNumbers(WHOLE, { resamples, limit });
  checkNumbers(NESTED, { 'nested-folds': nestedFolds });
  const results = given.what.filter(isResult);
  if (results.length === given.what.length) {
    const out = given.out ?? folderOf(results[0]!);
    print(given, await evaluateRuns({ ...given, inputs: results, out }), out);
    return { interrupted: false, failed: 0 };
  }
  const [pipeline, ...more] = given.what;
  if (pipeline === undefined || more.length > 0) throw evaluateInputsMixed(given.what);
  return evaluatePipeline(pipeline, given, settings);
};

/** Whether a path is a results folder or submission; anything else is a pipeline. */
const isResult = (path: string): boolean => path.endsWith('.csv') || folderExists(path);

const folderOf = (path: string): string => (path.endsWith('.csv') ? dirname(path) : path);

const evaluatePipeline = async (pipeline: string, given: EvaluateArguments, common: RunSettings) => {
  const { studies, out } = given;
  if (studies === undefined) throw evaluateOptionMissing('studies', pipeline);
  if (out === undefined) throw evaluateOptionMissing('out', pipeline);
  const labels = given.labels ?? join(studies, 'train.csv');
  const run = { ...given, pipeline, studies, out };
  const variables = keyValues(given.set);
  const { models = 'models' } = common;
  const options = { ...run, models, labels, variables, heldOutOnly: given.heldOut };
  const { studyIds, leftOut } = await heldOutStudies(options);
  if (leftOut > 0)
    process.stderr.write(`${leftOut} studies are left out, which every trained fold of a model has seen\n`);
  const arranged = await seriesBy(given.series, studies);
  const { descriptions, followLinks } = given;
  const of = { studies, out, descriptions, followLinks, variables };
  const settings = { ...common, ...of, existing: existingOf(given), outOfFold: true };
  const { failed, stopped } = await runFromCommandLine({ pipeline, settings, arranged, studyIds });
  if (stopped === 'asked') return { interrupted: true, failed };
  print(given, await evaluateRuns({ ...given, inputs: [out], labels, studies, out }), out);
  return { interrupted: false, failed };
};

const print = ({ json }: EvaluateArguments, evaluation: Evaluation, out: string): void => {
  process.stdout.write(json ? `${JSON.stringify(evaluation)}\n` : evaluationTable(evaluation));
  process.stderr.write(`page, tables and JSON in ${printable(join(out, EVALUATION_PAGE))} and next to it\n`);
};
