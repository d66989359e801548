import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { outputUnwritable } from '../files/errors.ts';
import { productVersion } from '../run/product-version.ts';
import { checkUnseen } from './inputs/check-unseen.ts';
import { readCoordinates } from './inputs/coordinate-rows.ts';
import { evaluationEmpty, keypointsNotThere, labelsNotGiven } from './inputs/errors.ts';
import { type EvaluationInput, openInput } from './inputs/evaluation-input.ts';
import { gradedStudies } from './inputs/graded-studies.ts';
import { keypointDistances } from './inputs/keypoint-distances.ts';
import { labelledStudies } from './inputs/read-labels.ts';
import {
  cumulativeErrors,
  type EvaluatedInput,
  type Evaluation,
  type EvaluationOptions,
  equallyMixed,
  evaluateEnsemble,
  evaluateGrades,
  type GradedStudy,
  type KeypointEvaluation,
  keypointErrors,
  type LabelledStudy,
  WITHIN_MM,
} from './metrics/index.ts';
import { writeEvaluation } from './write-evaluation.ts';

export interface EvaluateOptions extends EvaluationOptions {
  /** Folders of runs, or submissions; several are evaluated as an ensemble, and each alone. */
  readonly inputs: readonly string[];
  /** train.csv; by default that beside the studies of the first run. */
  readonly labels?: string | undefined;
  /** train_label_coordinates.csv; by default that beside the studies of the first run, if there is one. */
  readonly coordinates?: string | undefined;
  /** Folder of the studies, for pixel spacings; by default that of the first run. */
  readonly studies?: string | undefined;
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Where `evaluation.json` and `evaluation.html` go. */
  readonly out: string;
}

interface Truth {
  readonly labels: ReadonlyMap<string, LabelledStudy>;
  readonly labelsFile: string;
}

/**
 * Compares what runs gave with the truth, and writes `evaluation.json` and `evaluation.html`. Grades by a model that has seen the study are
 * refused.
 * @throws EVALUATION_*, SUBMISSION_*, CSV_*, LABEL*, and what `evaluateGrades` throws
 */
export const evaluateRuns = async (options: EvaluateOptions): Promise<Evaluation> => {
  const inputs: EvaluationInput[] = [];
  for (const path of options.inputs) inputs.push(await openInput(path));
  const truth = await truthOf(options, inputs);
  const checked: Checked[] = [];
  for (const input of inputs) checked.push(await checkedInput(input, truth));
  const { seed, resamples, nestedFolds } = options;
  const evaluation: Evaluation = {
    format: 'spinestream-evaluation-1',
    spinestream: productVersion(),
    options: { seed, resamples, nestedFolds },
    inputs: checked.map(({ facts }) => facts),
    unseen: checked.every(({ facts }) => isChecked(facts)) ? 'checked' : 'unknown',
    labelledStudies: truth.labels.size,
    ...gradesOf(checked, truth, options),
    keypoints: await keypointsOf(inputs, options),
  };
  await mkdir(options.out, { recursive: true }).catch((cause: unknown) =>
    Promise.reject(outputUnwritable(options.out, cause)),
  );
  await writeEvaluation(options.out, evaluation);
  return evaluation;
};

/** A file that was named, or that lies beside the studies of the first run. */
const truthFile = (
  given: string | undefined,
  name: string,
  { studies }: EvaluateOptions,
  inputs: readonly EvaluationInput[],
): string | undefined => {
  const root = studies ?? inputs[0]?.run?.options.studies;
  const beside = root === undefined ? undefined : join(root, name);
  return given ?? (beside !== undefined && existsSync(beside) ? beside : undefined);
};

const truthOf = async (options: EvaluateOptions, inputs: readonly EvaluationInput[]): Promise<Truth> => {
  const labelsFile = truthFile(options.labels, 'train.csv', options, inputs);
  if (labelsFile !== undefined) return { labels: await labelledStudies(labelsFile), labelsFile };
  if (inputs.some(({ submission }) => submission !== undefined)) throw labelsNotGiven();
  return { labels: new Map(), labelsFile: '' };
};

interface Checked {
  readonly facts: EvaluatedInput;
  readonly grades: readonly GradedStudy[] | undefined;
}

const isChecked = ({ pipeline, models }: EvaluatedInput): boolean =>
  pipeline !== undefined && models.every(({ unseen }) => unseen === 'checked');

const checkedInput = async (
  { name, submission, coordinates, run }: EvaluationInput,
  truth: Truth,
): Promise<Checked> => {
  const grades = submission === undefined ? undefined : await gradedStudies(submission, truth.labels);
  if (submission !== undefined && grades?.length === 0) throw evaluationEmpty(submission, truth.labelsFile);
  const located =
    coordinates === undefined ? [] : [...(await readCoordinates(coordinates, ['x_norm', 'y_norm'])).keys()];
  const studyIds = [...new Set([...(grades ?? []).map(({ studyId }) => studyId), ...located])];
  const facts = {
    name,
    pipeline: run?.pipeline.name,
    models: run === undefined ? [] : await checkUnseen(run, studyIds),
    studies: studyIds.length,
    failed: run?.counts.failed,
    ...(run?.counts.stopped !== undefined && { stopped: true as const }),
  };
  return { facts, grades };
};

const gradesOf = (
  checked: readonly Checked[],
  { labels, labelsFile }: Truth,
  options: EvaluateOptions,
): Pick<Evaluation, 'grades' | 'ensemble'> => {
  const members = inCommon(checked.flatMap(({ grades }) => (grades === undefined ? [] : [grades])));
  const [first] = members;
  if (first === undefined) return { grades: undefined, ensemble: undefined };
  if (first.length === 0) throw evaluationEmpty(options.inputs.join(', '), labelsFile);
  const graded = new Set(first.map(({ studyId }) => studyId));
  const others = [...labels.values()].filter(({ studyId }) => !graded.has(studyId));
  return {
    grades: evaluateGrades(members.length === 1 ? first : equallyMixed(members), others, options),
    ensemble: members.length === 1 ? undefined : evaluateEnsemble(members, options),
  };
};

/** The studies that all members graded; each member's are in the order of the labels. */
const inCommon = (members: readonly (readonly GradedStudy[])[]): readonly (readonly GradedStudy[])[] => {
  const graded = members.map((studies) => new Set(studies.map(({ studyId }) => studyId)));
  return members.map((studies) => studies.filter(({ studyId }) => graded.every((ids) => ids.has(studyId))));
};

const keypointsOf = async (
  inputs: readonly EvaluationInput[],
  options: EvaluateOptions,
): Promise<KeypointEvaluation | undefined> => {
  const input = inputs.find(({ coordinates }) => coordinates !== undefined);
  const root = options.studies ?? input?.run?.options.studies;
  if (input?.coordinates === undefined || root === undefined) {
    if (options.coordinates !== undefined) throw keypointsNotThere(options.coordinates);
    return undefined;
  }
  const labels = truthFile(options.coordinates, 'train_label_coordinates.csv', options, inputs);
  if (labels === undefined) return undefined;
  const descriptions =
    options.descriptions ?? (options.studies === undefined ? (input.run?.source.descriptions ?? undefined) : undefined);
  const studies = { root, descriptions, followLinks: options.followLinks };
  const errors = await keypointDistances({ labels, predicted: input.coordinates, studies });
  return { withinMm: WITHIN_MM, errors: keypointErrors(errors), cumulative: cumulativeErrors(errors) };
};
