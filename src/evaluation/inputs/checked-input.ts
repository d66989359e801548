import { CONDITIONS } from '../../domain/vocabulary.ts';
import {
  type EvaluatedInput,
  type GradedStudy,
  type LabelledStudy,
  notGradedIn,
  withoutConditions,
} from '../metrics/index.ts';
import { checkUnseen } from './check-unseen.ts';
import { readCoordinates } from './coordinate-rows.ts';
import { conditionsNotInCommon, evaluationEmpty } from './errors.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import { gradedStudies } from './graded-studies.ts';

/** Labels with their table. */
export interface Truth {
  readonly labels: ReadonlyMap<string, LabelledStudy>;
  readonly labelsFile: string;
}

/** An input to evaluate, after the data leakage check. */
export type Checked = Awaited<ReturnType<typeof checkedInput>>;

export const isChecked = ({ pipeline, models }: EvaluatedInput): boolean =>
  pipeline !== undefined && models.every(({ unseen }) => unseen === 'checked');

/** The labelled grades of an input. @throws EVALUATION_LEAKS, EVALUATION_EMPTY and errors of its tables */
export const checkedInput = async ({ name, submission, coordinates, run }: EvaluationInput, truth: Truth) => {
  const grades = submission === undefined ? undefined : await gradedStudies(submission, truth.labels.values());
  if (submission !== undefined && grades?.length === 0) throw evaluationEmpty(submission, truth.labelsFile);
  const located =
    coordinates === undefined ? [] : [...(await readCoordinates(coordinates, ['x_norm', 'y_norm'])).keys()];
  const studyIds = [...new Set([...(grades ?? []).map(({ studyId }) => studyId), ...located])];
  const facts: EvaluatedInput = {
    name,
    pipeline: run?.pipeline.name,
    models: run === undefined ? [] : await checkUnseen(run, studyIds),
    studies: studyIds.length,
    failed: run?.counts.failed,
    ...(run?.counts.stopped !== undefined && { stopped: true as const }),
  };
  return { facts, grades };
};

/**
 * The studies and conditions that all members graded, each member's studies in label order.
 * @param names  of the members, for the message
 * @throws EVALUATION_WITHOUT_COMMON_CONDITION
 */
export const inCommon = (
  members: readonly (readonly GradedStudy[])[],
  names: readonly string[],
): readonly (readonly GradedStudy[])[] => {
  const graded = members.map((studies) => new Set(studies.map(({ studyId }) => studyId)));
  const missing = notGradedIn(members.flat());
  if (missing.length === CONDITIONS.length) throw conditionsNotInCommon(names);
  return members.map((studies) =>
    studies
      .filter(({ studyId }) => graded.every((ids) => ids.has(studyId)))
      .map((study) => withoutConditions(study, missing)),
  );
};
