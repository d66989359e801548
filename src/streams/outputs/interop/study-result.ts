import type { FailedOutcome, OutputEnv, RunFacts, StudyOutcome } from '../../../core/define-output.ts';
import { entryOf, type StudyState } from '../../../core/study-state.ts';
import type { ResultMaker, StudyResult } from '../../../interop/study-result.ts';
import { locationKeypoints } from './location-keypoints.ts';
import type { ResultOptions } from './options.ts';
import { referredGrades } from './referred-grades.ts';
import { attributesOfFile, attributesOfStudy } from './source-image.ts';
import { type UsedImage, usedImages, usedSeries } from './used-images.ts';

/** Environment of an output for other systems. */
export interface ResultContext {
  readonly options: ResultOptions;
  readonly run: RunFacts;
  readonly env: OutputEnv;
}

/** A result with its source images. */
export interface MadeResult {
  readonly result: StudyResult;
  readonly images: readonly UsedImage[];
}

const makerOf = ({ spinestream, pipeline, stepsSha256, models }: RunFacts): ResultMaker => ({
  version: spinestream,
  pipeline,
  pipelineSha256: stepsSha256,
  models: models.map(({ name, folds }) => ({ name, folds })),
});

const noticesOf = (warnings: readonly { readonly code: string }[]): readonly string[] =>
  [...new Set(warnings.map(({ code }) => code))].sort();

const lastImageAt = (images: readonly UsedImage[]): string | undefined =>
  images
    .flatMap(({ header }) => header.acquiredAt ?? [])
    .sort()
    .at(-1);

const gradesOf = (state: StudyState, { probabilities, confidence }: ResultOptions) => {
  const grades = entryOf(state, `probabilities.${probabilities}`);
  return confidence === undefined ? grades : referredGrades(grades, entryOf(state, `confidence.${confidence}`));
};

const gradedResult = async (
  state: StudyState,
  { options, run, env }: ResultContext,
): Promise<MadeResult | undefined> => {
  const images = await usedImages(state, options);
  const [first] = images;
  const source =
    first === undefined ? await attributesOfStudy(state.study, env) : await attributesOfFile(first.file, env);
  if (source === undefined) return undefined;
  const result = {
    source,
    series: usedSeries(images),
    grades: gradesOf(state, options),
    keypoints: locationKeypoints(state, options, images),
    notices: noticesOf(state.warnings),
    failure: undefined,
    maker: makerOf(run),
    lastImageAt: lastImageAt(images),
  };
  return { result, images };
};

const failedResult = async (
  { study, error, warnings = [] }: FailedOutcome,
  { run, env }: ResultContext,
): Promise<MadeResult | undefined> => {
  const source = await attributesOfStudy(study, env);
  if (source === undefined) return undefined;
  const result = {
    source,
    series: [],
    grades: [],
    keypoints: [],
    notices: noticesOf(warnings),
    failure: { code: error.code },
    maker: makerOf(run),
    lastImageAt: undefined,
  };
  return { result, images: [] };
};

/**
 * Collects the inputs of objects for other systems. Undefined if no file of the study identifies it.
 * @throws INTEROP_SOURCE_INCOMPLETE if images lack the attributes for a reference
 */
export const resultOf = (outcome: StudyOutcome, context: ResultContext): Promise<MadeResult | undefined> =>
  outcome.state === undefined ? failedResult(outcome, context) : gradedResult(outcome.state, context);
