import { z } from 'zod';
import { entryNames, entrySuffix } from '../../core/entry-name.ts';
import { entryOf, type StudyState } from '../../core/study-state.ts';
import { joinedFloats } from '../../domain/image.ts';
import { mirroredCondition, NO_REVERSAL, otherSide } from '../../domain/mirror.ts';
import type { Stack } from '../../domain/results.ts';
import { nameOfSite, type Site } from '../../domain/site.ts';
import { locationOf, MISSING_LABEL } from '../../domain/vocabulary.ts';
import {
  GRADING_PLANS,
  type GradingKind,
  type GradingPlan,
  type RoiInput,
  regionsOfRow,
} from '../../operators/grading-plans.ts';
import type { Grade } from '../losses/class-targets.ts';
import { sampleEntryMissing } from './errors.ts';
import type { SampleInput, SampleMirror, SamplePlan, TrainSample } from './train-sample.ts';
import { labelsOf } from './training-entries.ts';

const ROIS = ['sagt2', 'sagt1', 'axial', 'axial_centre'] as const;

export const gradeOptions = z.strictObject({
  rois: z
    .partialRecord(z.enum(ROIS), entrySuffix('name of the regions'))
    .describe('regions for each input of the model, as in classify'),
});
export type GradeOptions = z.output<typeof gradeOptions>;

/** The regions that a kind of model uses. */
export const roisOf = (kind: GradingKind): readonly string[] => [
  ...new Set(GRADING_PLANS[kind].inputs.map(({ roi }) => roi)),
];

/**
 * Samples of a region network: every row that it grades, with the grades in the order of its logits. Skips rows without
 * a grade.
 */
export const gradeSamples = ({ rois }: GradeOptions, kind: GradingKind): SamplePlan => {
  const plan = GRADING_PLANS[kind];
  return {
    reads: ['custom.labels', ...entryNames('rois', Object.values(rois))],
    samplesOf: (state) => {
      const regions = new Map(Object.entries(rois).map(([roi, suffix]) => [roi, entryOf(state, `rois.${suffix}`)]));
      return plan.rows.flatMap((row) => {
        const grades = gradesOf(plan, row, state);
        if (grades.every((grade) => grade === MISSING_LABEL)) return [];
        const inputs = plan.inputs.map((input) => inputOf(plan, row, { input, regions, studyId: state.study.id }));
        const mirror = mirrorOf(plan, row, regions);
        return [
          {
            studyId: state.study.id,
            site: row,
            inputs,
            answer: { kind: 'grades', grades },
            mirror,
          } satisfies TrainSample,
        ];
      });
    },
  };
};

const NO_LOGITS: readonly number[] = [];

/** The grades of a row's locations, in the order of the network's outputs. */
export const gradesOf = (plan: GradingPlan, row: Site, state: StudyState): readonly Grade[] => {
  const { grades } = labelsOf(state);
  return plan.locationsOf(row, NO_LOGITS).map(({ condition, level }) => grades[locationOf(condition, level)]);
};

/**
 * Inputs and grades of the other side; for a single-side network, the sample becomes one of the other side, with its
 * grade.
 */
const mirrorOf = (plan: GradingPlan, row: Site, regions: Sources['regions']): SampleMirror | undefined => {
  const inputs = plan.inputs.map(({ roi, side }) => {
    const from = plan.inputs.findIndex((one) => one.roi === roi && side !== undefined && one.side === otherSide(side));
    const all = regions.get(roi) ?? [];
    const seen = all.filter(({ blank }) => !blank);
    const reversal = seen.length === 0 ? NO_REVERSAL : seen[0]?.inMirror;
    return reversal && { from: from < 0 ? plan.inputs.findIndex((one) => one.roi === roi) : from, reversal };
  });
  const locations = plan.locationsOf(row, NO_LOGITS).map(({ condition, level }) => ({ condition, level }));
  const answers = locations.map(({ condition, level }, index) => {
    const from = locations.findIndex((one) => one.condition === mirroredCondition(condition) && one.level === level);
    return from < 0 ? index : from;
  });
  const known = inputs.filter((input) => input !== undefined);
  return known.length < inputs.length ? undefined : { inputs: known, answers };
};

interface Sources {
  readonly input: RoiInput;
  readonly regions: ReadonlyMap<string, readonly Stack[]>;
  readonly studyId: string;
}

const inputOf = (plan: GradingPlan, row: Site, { input, regions, studyId }: Sources): SampleInput => {
  const { tensor, roi } = input;
  const missing = (site: Site) => sampleEntryMissing(`rois.${roi}`, nameOfSite(site), studyId);
  const stacks = regionsOfRow(plan, row, input, { rois: regions, missing });
  const [{ shape }] = stacks as [Stack, ...Stack[]]; // a row has at least one place
  const pixels = joinedFloats(stacks.map((stack) => stack.pixels));
  return { name: tensor, source: roi, shape: plan.levelsInRow ? [stacks.length, ...shape] : shape, pixels };
};
