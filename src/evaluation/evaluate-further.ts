import { existsSync } from 'node:fs';
import { assessedStudies } from './confidence/assessed-studies.ts';
import { evaluateConfidence, type FittedCalibration } from './confidence/evaluate-confidence.ts';
import { evaluateAgreement } from './evaluate-agreement.ts';
import type { EvaluateOptions } from './evaluate-options.ts';
import { checkedInput, inCommon, isChecked, type Truth } from './inputs/checked-input.ts';
import { evaluationEmpty } from './inputs/errors.ts';
import { type EvaluationInput, openInput, studiesOf } from './inputs/evaluation-input.ts';
import { readConfidence } from './inputs/read-confidence.ts';
import { type Evaluation, type GradedStudy, pairedComparison } from './metrics/index.ts';
import { evaluateSubgroups } from './subgroups/evaluate-subgroups.ts';
import { readGroups } from './subgroups/read-groups.ts';
import { type StudyFacts, studyFacts } from './subgroups/study-facts.ts';

/** The evaluated input; the mean of several runs, with each of them. */
export interface Graded {
  readonly studies: readonly GradedStudy[];
  readonly members: readonly (readonly GradedStudy[])[];
}

/** Evaluations beyond the score. */
export const furtherOf = async (
  graded: Graded | undefined,
  inputs: readonly EvaluationInput[],
  truth: Truth,
  options: EvaluateOptions,
): Promise<
  Pick<Evaluation, 'confidence' | 'agreement' | 'subgroups' | 'against'> & { fitted?: FittedCalibration | undefined }
> => {
  if (graded === undefined) return { confidence: undefined, agreement: [], subgroups: [], against: undefined };
  const [input, ...others] = inputs;
  const table = others.length === 0 ? input?.confidence : undefined;
  const rows = table === undefined ? new Map() : await readConfidence(table);
  const assessed = assessedStudies(graded.studies, { rows, members: graded.members });
  const { evaluation, fitted } = evaluateConfidence(assessed, options);
  return {
    confidence: evaluation,
    fitted,
    agreement: await evaluateAgreement(graded.studies, options.readers ?? [], options),
    subgroups: evaluateSubgroups(assessed, await factsOf(graded.studies, input, options), options),
    against:
      options.against === undefined ? undefined : await comparedWith(options.against, graded.studies, truth, options),
  };
};

/** Groupings of the studies: from their headers, if available, and from a table. */
const factsOf = async (
  studies: readonly GradedStudy[],
  input: EvaluationInput | undefined,
  options: EvaluateOptions,
): Promise<ReadonlyMap<string, StudyFacts>> => {
  const place = studiesOf(input, options);
  const isThere =
    place !== undefined &&
    existsSync(place.root) &&
    (place.descriptions === undefined || existsSync(place.descriptions));
  const ids = studies.map(({ studyId }) => studyId);
  const found = isThere ? await studyFacts(ids, place) : new Map();
  const given = options.groups === undefined ? new Map() : await readGroups(options.groups);
  return new Map(ids.map((id) => [id, { ...found.get(id), ...given.get(id) }]));
};

/** Compares the studies that both graded, one by one. */
const comparedWith = async (
  path: string,
  studies: readonly GradedStudy[],
  truth: Truth,
  options: EvaluateOptions,
): Promise<Evaluation['against']> => {
  const { facts, grades } = await checkedInput(await openInput(path), truth);
  const [first, second] = inCommon([studies, grades ?? []], [...options.inputs, path]);
  if (first === undefined || second === undefined || first.length === 0)
    throw evaluationEmpty(path, options.inputs.join(', '));
  return {
    name: facts.name,
    unseen: isChecked(facts) ? 'checked' : 'unknown',
    ...pairedComparison([first, second], options),
  };
};
