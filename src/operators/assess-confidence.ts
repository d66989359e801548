import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entryNames, entrySuffix } from '../core/entry-name.ts';
import {
  exampleKeypoints,
  exampleLogits,
  exampleProbabilities,
  exampleSites,
  exampleState,
} from '../core/examples/index.ts';
import { keypointOptions } from '../core/keypoint-options.ts';
import { adding, entryOf, type StudyState } from '../core/study-state.ts';
import { UNKNOWN_BASIS } from '../domain/basis.ts';
import { namedFamilies } from '../domain/families.ts';
import type { Keypoint, LocationLogits, LocationProbabilities } from '../domain/results.ts';
import { isSameLocation } from '../domain/vocabulary.ts';
import { type ConfidenceCalibration, parseCalibration, requireSameModels } from './confidence/calibration.ts';
import { type GradeParts, measuresOf } from './confidence/measures.ts';
import { assessed, type Refer, referralOf } from './confidence/referral.ts';
import { restingOn } from './keypoints/keypoint-families.ts';

const refer = z
  .strictObject({
    share: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe('share of locations to refer, relative to the reference data of the calibration; 0 refers none'),
    threshold: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('refer grades whose probability of being right is below this; 0 refers none'),
  })
  .prefault({})
  .describe('locations to refer to a reader: a share of them, or those below a threshold');

const options = z
  .strictObject({
    probabilities: entrySuffix('the grades to assess'),
    members: z
      .array(entrySuffix('name of logits'))
      .default([])
      .describe('the logits that were averaged, to measure their agreement'),
    ...keypointOptions((family) => `the ${family} keypoints that grades rest on`),
    calibration: z
      .string()
      .default('')
      .describe('calibration.json written by spinestream evaluate; without one, the confidence is not calibrated'),
    refer,
    as: entrySuffix('name of the confidence written'),
  })
  .check(({ value, issues }) => {
    if (value.refer.share > 0 && value.refer.threshold > 0)
      issues.push({
        code: 'custom',
        input: value,
        path: ['refer', 'threshold'],
        message: 'both a fraction of locations to refer and a threshold; give one of them, and 0 for the other',
      });
    else if (value.refer.share > 0 && value.calibration === '')
      issues.push({
        code: 'custom',
        input: value,
        path: ['refer', 'share'],
        message:
          'a fraction of locations to refer needs a calibration; set "calibration" to the calibration.json of "spinestream evaluate", or give refer: { threshold: 0.7 } instead, which needs none (--set refer_below=0.7 with the shipped pipelines)',
      });
  });
type Options = z.output<typeof options>;

export const assessConfidence = defineOperator({
  name: 'assess-confidence',
  summary: 'Estimate the confidence of each grade, and select locations to refer to a reader.',
  description:
    'Uses the entropy and margin of the mean, the disagreement of folds and networks, peak and spread of the keypoint heatmaps, and what was seen. ' +
    'A calibration, fitted by spinestream evaluate on studies that the models were not trained on, converts these to the probability that the grade is right; without one, the confidence is the probability of the most probable severity. ' +
    'Grades and their probabilities do not change.',
  options,
  example: {
    options: {
      probabilities: 'final',
      members: ['split', 'global'],
      spinal: 'sagt2',
      refer: { threshold: 0.7 },
      as: 'final',
    },
    study: () =>
      exampleState(
        adding('logits.split', exampleLogits(0)),
        adding('logits.global', exampleLogits(1)),
        adding('probabilities.final', exampleProbabilities()),
        adding('keypoints.sagt2', exampleKeypoints('11', exampleSites('one'))),
      ),
  },
  reads: (o) => [
    `probabilities.${o.probabilities}`,
    ...entryNames('logits', o.members),
    ...namedFamilies(o).map(([, suffix]) => `keypoints.${suffix}` as const),
  ],
  writes: (o) => [`confidence.${o.as}`],
  files: ({ calibration }) =>
    calibration === ''
      ? []
      : [
          {
            path: calibration,
            check: (content, models) => requireSameModels(parseCalibration(content, calibration), models, calibration),
          },
        ],
  apply: (o, env) => {
    let loading: Promise<ConfidenceCalibration | undefined> | undefined;
    const load = async (): Promise<ConfidenceCalibration | undefined> =>
      o.calibration === '' ? undefined : parseCalibration(await env.readBytes(o.calibration), o.calibration);
    return async (state) => {
      loading ??= load(); // once per run
      const calibration = await loading;
      const wish: Refer = referralOf(o.refer, calibration);
      const partsOf = partsIn(state, o);
      const confidence = entryOf(state, `probabilities.${o.probabilities}`).map((grade) => {
        const parts = partsOf(grade);
        const { condition, level, probabilities } = grade;
        const measured = { condition, level, probabilities, basis: parts.basis, measures: measuresOf(parts) };
        return assessed(measured, { members: parts.members, calibration, refer: wish });
      });
      return adding(`confidence.${o.as}`, confidence);
    };
  },
});

/** The inputs of each grade of a study. */
const partsIn = (state: StudyState, o: Options): ((grade: LocationProbabilities) => GradeParts) => {
  const members = o.members.flatMap((suffix): readonly LocationLogits[] => entryOf(state, `logits.${suffix}`));
  const keypoints = namedFamilies(o).flatMap(([family, suffix]) =>
    entryOf(state, `keypoints.${suffix}`).map((keypoint: Keypoint) => ({
      keypoint,
      conditions: restingOn(family, keypoint.site),
    })),
  );
  return (grade) => ({
    probabilities: grade.probabilities,
    basis: grade.basis ?? UNKNOWN_BASIS,
    members: members.filter((one) => isSameLocation(one, grade)),
    keypoints: keypoints.flatMap(({ keypoint, conditions }) =>
      keypoint.site.level === grade.level && conditions.includes(grade.condition) ? [keypoint] : [],
    ),
  });
};
