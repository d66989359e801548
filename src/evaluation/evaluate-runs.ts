import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';
import { productVersion } from '../run/product-version.ts';
import { refuseResultsAsStudies } from '../streams/sources/list-studies.ts';
import { writeCalibration } from './confidence/write-calibration.ts';
import { furtherOf, type Graded } from './evaluate-further.ts';
import type { EvaluateOptions } from './evaluate-options.ts';
import { type Checked, checkedInput, inCommon, isChecked, type Truth } from './inputs/checked-input.ts';
import { evaluationEmpty, keypointsNotThere, labelsNotGiven } from './inputs/errors.ts';
import { type EvaluationInput, openInput, studiesOf } from './inputs/evaluation-input.ts';
import { keypointDistances } from './inputs/keypoint-distances.ts';
import { labelledStudies } from './inputs/read-labels.ts';
import {
  cumulativeErrors,
  type Evaluation,
  equallyMixed,
  evaluateEnsemble,
  evaluateGrades,
  type KeypointEvaluation,
  keypointErrors,
  WITHIN_MM,
} from './metrics/index.ts';
import { writeEvaluation } from './write-evaluation.ts';

export type { EvaluateOptions };

/**
 * Compares the results of runs with the truth, and writes `evaluation.json`, `evaluation.html`, a table for each metric
 * and, for a single run, `calibration.json`. Refuses data leakage: grades of a model that was trained on the study.
 * @throws EVALUATION_*, SUBMISSION_*, CSV_*, LABEL*, and the errors of `evaluateGrades`
 *
 * @example
 * import { evaluateRuns } from 'spinestream/evaluation';
 *
 * const options = { seed: 1, resamples: 20, nestedFolds: 2 };
 * const { grades, unseen } = await evaluateRuns({ ...options, inputs: ['results'], out: 'evaluation' });
 * grades?.studies; // 5
 * unseen; // 'checked'
 */
export const evaluateRuns = async (options: EvaluateOptions): Promise<Evaluation> => {
  if (options.studies !== undefined) await refuseResultsAsStudies(options.studies);
  const inputs: EvaluationInput[] = [];
  for (const path of options.inputs) inputs.push(await openInput(path));
  const truth = await truthOf(options, inputs);
  const checked: Checked[] = [];
  for (const input of inputs) checked.push(await checkedInput(input, truth));
  const { seed, resamples, nestedFolds } = options;
  const unseen = checked.every(({ facts }) => isChecked(facts)) ? 'checked' : 'unknown';
  const { graded, ...grades } = gradesOf(checked, truth, options);
  const { fitted, ...more } = await furtherOf(graded, inputs, truth, options);
  const evaluation: Evaluation = {
    format: 'spinestream-evaluation-1',
    spinestream: productVersion(),
    options: { seed, resamples, nestedFolds },
    inputs: checked.map(({ facts }) => facts),
    unseen,
    labelledStudies: truth.labels.size,
    ...grades,
    keypoints: await keypointsOf(inputs, options),
    ...more,
  };
  await makeFolder(options.out);
  await writeEvaluation(options.out, evaluation);
  const [input, ...others] = inputs;
  if (fitted !== undefined && input?.run !== undefined && others.length === 0) {
    const tables = [input.submission, input.confidence, truth.labelsFile].filter((table) => table !== undefined);
    const studies = evaluation.grades?.studies ?? 0;
    await writeCalibration(options.out, fitted, { run: input.run, tables, studies, unseen, nestedFolds, seed });
  }
  return evaluation;
};

/** A given file, or the default one next to the studies of the first run. */
const truthFile = (
  given: string | undefined,
  name: string,
  options: EvaluateOptions,
  inputs: readonly EvaluationInput[],
): string | undefined => {
  const root = studiesOf(inputs[0], options)?.root;
  const beside = root === undefined ? undefined : join(root, name);
  return given ?? (beside !== undefined && existsSync(beside) ? beside : undefined);
};

const truthOf = async (options: EvaluateOptions, inputs: readonly EvaluationInput[]): Promise<Truth> => {
  const labelsFile = truthFile(options.labels, 'train.csv', options, inputs);
  if (labelsFile !== undefined) return { labels: await labelledStudies(labelsFile), labelsFile };
  if (inputs.some(({ submission }) => submission !== undefined))
    throw labelsNotGiven(studiesOf(inputs[0], options)?.root);
  return { labels: new Map(), labelsFile: '' };
};

const gradesOf = (
  checked: readonly Checked[],
  { labels, labelsFile }: Truth,
  options: EvaluateOptions,
): Pick<Evaluation, 'grades' | 'ensemble'> & { readonly graded: Graded | undefined } => {
  const given = checked.flatMap(({ grades }) => (grades === undefined ? [] : [grades]));
  const members = inCommon(given, options.inputs);
  const [first] = members;
  if (first === undefined) return { grades: undefined, ensemble: undefined, graded: undefined };
  if (first.length === 0) throw evaluationEmpty(options.inputs.join(', '), labelsFile);
  const graded = new Set(first.map(({ studyId }) => studyId));
  const others = [...labels.values()].filter(({ studyId }) => !graded.has(studyId));
  const studies = members.length === 1 ? first : equallyMixed(members);
  return {
    graded: { studies, members: members.length === 1 ? [] : members },
    grades: evaluateGrades(studies, others, options),
    ensemble: members.length === 1 ? undefined : evaluateEnsemble(members, options),
  };
};

const keypointsOf = async (
  inputs: readonly EvaluationInput[],
  options: EvaluateOptions,
): Promise<KeypointEvaluation | undefined> => {
  const input = inputs.find(({ coordinates }) => coordinates !== undefined);
  const studies = studiesOf(input, options);
  if (input?.coordinates === undefined || studies === undefined) {
    if (options.coordinates !== undefined) throw keypointsNotThere(options.coordinates);
    return undefined;
  }
  const labels = truthFile(options.coordinates, 'train_label_coordinates.csv', options, inputs);
  if (labels === undefined) return undefined;
  const errors = await keypointDistances({ labels, predicted: input.coordinates, studies });
  return { withinMm: WITHIN_MM, errors: keypointErrors(errors), cumulative: cumulativeErrors(errors) };
};
