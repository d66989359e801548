import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entrySuffix } from '../core/entry-name.ts';
import { exampleModels, exampleRegions, exampleSites, exampleState } from '../core/examples/index.ts';
import { adding, entryOf } from '../core/study-state.ts';
import { basisOfRegions } from '../domain/basis.ts';
import type { Tensor } from '../domain/image.ts';
import { elementCount } from '../domain/image.ts';
import type { LocationLogits, Stack } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import { LEVELS } from '../domain/vocabulary.ts';
import { foldPredictions, meanOfPredictions } from '../models/mean-prediction.ts';
import type { ModelSet } from '../models/model-store.ts';
import { modelInputMismatch, modelKindUnexpected, modelOutputMissing, roiMissing } from './errors.ts';
import { GRADING_PLANS, type GradingPlan, isGradingKind, type RoiInput, restsOn } from './grading-plans.ts';

export const classify = defineOperator({
  name: 'classify',
  summary: 'Grade regions with a network: logits of the locations that it knows.',
  description:
    'The kind of the model says what it looks at: spinal (sagt2, axial_centre), spinal_axial (axial_centre), foraminal (sagt1), subarticular (axial), ' +
    'global and study (sagt2, sagt1, axial). All places of a study make one batch; folds of a model are averaged logit by logit, and what each of them says goes along for assess-confidence. ' +
    'Each grade says what it rests on: whether all, some or none of the regions that show its location hold pixels, and why not.',
  options: z.strictObject({
    model: z.string().min(1).describe('name of the region model'),
    rois: z
      .partialRecord(z.enum(['sagt2', 'sagt1', 'axial', 'axial_centre']), entrySuffix('name of the regions'))
      .refine((rois) => Object.keys(rois).length > 0, 'expected the regions of at least one input')
      .describe('which regions feed the inputs that the model has'),
    as: entrySuffix('name of the logits written'),
  }),
  example: {
    options: { model: 'foraminal', rois: { sagt1: 'sagt1' }, as: 'foraminal' },
    study: () => exampleState(adding('rois.sagt1', exampleRegions(exampleSites('both'), { slices: 2, sizePx: 32 }))),
    env: () => ({
      models: exampleModels({
        foraminal: {
          architecture: { kind: 'foraminal', backbone: 'resnet18', slices: 2, hidden: 8 },
          resolutionPx: 32,
        },
      }),
    }),
  },
  reads: (o) => Object.values(o.rois).map((suffix) => `rois.${suffix}` as const),
  writes: (o) => [`logits.${o.as}`],
  models: (o) => [o.model],
  apply: (o, env) => async (state) => {
    const model = await env.models.get(o.model, state.study.id);
    const plan = planOf(model);
    const rois = new Map(Object.entries(o.rois).map(([name, suffix]) => [name, entryOf(state, `rois.${suffix}`)]));
    const regions = plan.inputs.map((input) => ({ input, stacks: stacksOf(model, plan, input, rois) }));
    const inputs = Object.fromEntries(
      regions.map(({ input, stacks }) => [input.tensor, batchOf(model, plan, input, stacks)]),
    );
    const predictions = await foldPredictions(model, inputs, { transfer: true });
    const { logits } = meanOfPredictions(predictions);
    if (logits === undefined) throw modelOutputMissing(o.model, 'logits');
    const locations = withFolds(
      locationsOf(plan, logits),
      predictions.map((one) => locationsOf(plan, one.logits!)),
    );
    const withBasis = locations.map((location): LocationLogits => {
      const shown = regions.flatMap(({ input, stacks }) =>
        stacks.filter(({ site }) => restsOn(location, input.roi, site)),
      );
      return { ...location, basis: basisOfRegions(shown) };
    });
    return adding(`logits.${o.as}`, withBasis);
  },
});

const locationsOf = (plan: GradingPlan, { data }: Tensor): readonly LocationLogits[] => {
  const width = data.length / plan.rows.length;
  return plan.rows.flatMap((row, index) => plan.locationsOf(row, data.subarray(index * width, (index + 1) * width)));
};

/** What each fold says goes along: its disagreement tells how sure the mean is. */
const withFolds = (
  means: readonly LocationLogits[],
  folds: readonly (readonly LocationLogits[])[],
): readonly LocationLogits[] =>
  folds.length < 2
    ? means
    : means.map((mean, index) => ({ ...mean, folds: folds.map((locations) => locations[index]!.logits) }));

const planOf = ({ name, architecture }: ModelSet): GradingPlan => {
  const { kind } = architecture.config;
  if (!isGradingKind(kind)) throw modelKindUnexpected(name, kind, Object.keys(GRADING_PLANS));
  return GRADING_PLANS[kind];
};

/** The regions of an input, one a row and level. */
const stacksOf = (
  { name }: ModelSet,
  plan: GradingPlan,
  { roi, side }: RoiInput,
  rois: ReadonlyMap<string, readonly Stack[]>,
): readonly Stack[] => {
  const sitesInRow = (row: Site): readonly Site[] =>
    plan.levelsInRow ? LEVELS.map((level) => ({ level, side })) : [{ ...row, side: row.side ?? side }];
  return plan.rows.flatMap(sitesInRow).map((site) => {
    const stack = rois.get(roi)?.find((one) => one.site.level === site.level && one.site.side === site.side);
    if (stack === undefined) throw roiMissing(name, roi, site);
    return stack;
  });
};

/** The rows' regions one below the other, [rows, (levels,) slices, rows, columns]. */
const batchOf = (
  { name, architecture }: ModelSet,
  plan: GradingPlan,
  { tensor }: RoiInput,
  stacks: readonly Stack[],
): Tensor => {
  const expected =
    architecture.inputs.find((input) => input.name === tensor)?.shape.slice(plan.levelsInRow ? 2 : 1) ?? [];
  const wrong = stacks.find(({ shape }) => expected.some((size, axis) => size !== shape[axis]));
  if (wrong !== undefined) throw modelInputMismatch(name, tensor, wrong.shape, expected);
  const shape = stacks[0]?.shape ?? [0, 0, 0];
  const size = elementCount(shape);
  const data = new Float32Array(stacks.length * size);
  for (const [index, { pixels }] of stacks.entries()) data.set(pixels, index * size);
  return { shape: plan.levelsInRow ? [plan.rows.length, LEVELS.length, ...shape] : [stacks.length, ...shape], data };
};
