import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entryNames, entrySuffix } from '../core/entry-name.ts';
import { exampleModels, exampleRegions, exampleSites, exampleState } from '../core/examples/index.ts';
import { adding, addingAll, entryOf } from '../core/study-state.ts';
import { basisOfRegions } from '../domain/basis.ts';
import type { FeatureDistance } from '../domain/feature-distance.ts';
import { joinedFloats, type Tensor } from '../domain/image.ts';
import type { LocationLogits, Stack } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import { LEVELS } from '../domain/vocabulary.ts';
import { rowsWithPixels, studyFeatureDistance } from '../models/features/study-features.ts';
import { foldPredictions } from '../models/mean-prediction.ts';
import type { ModelSet } from '../models/model-store.ts';
import { meanOfFolds } from './combined-grades.ts';
import { modelInputMismatch, modelKindUnexpected, modelOutputMissing, roiMissing } from './errors.ts';
import {
  GRADING_PLANS,
  type GradingPlan,
  isGradingKind,
  type RoiInput,
  regionsOfRow,
  restsOn,
} from './grading-plans.ts';
import { asUnmirrored, viewedRegions } from './views/viewed-regions.ts';
import { reversalOf } from './views/viewed-stack.ts';
import { type View, viewOptions, viewsOf } from './views/views.ts';

/**
 * Grades regions with a network: logits [3] of each location that the network grades, averaged over its folds.
 * Reads `rois.*`, writes `logits.*` and `features.*`.
 * @throws MODEL_INPUT_MISMATCH if the regions do not have the network's input shape
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, classify, entryOf } from 'spinestream/operators';
 * import { exampleFiles, exampleModels, exampleRegions, exampleSites, exampleState } from 'spinestream/testing';
 *
 * const architecture = { kind: 'foraminal', backbone: 'resnet18', slices: 2, hidden: 8 } as const;
 * const env = { ...exampleFiles(), models: exampleModels({ foraminal: { architecture, resolutionPx: 32 } }) };
 * const regions = exampleRegions(exampleSites('both'), { slices: 2, sizePx: 32 });
 * const state = exampleState(adding('rois.sagt1', regions));
 * // - classify: { model: foraminal, rois: { sagt1: sagt1 }, as: foraminal }
 * const step = classify(env, { model: 'foraminal', rois: { sagt1: 'sagt1' }, as: 'foraminal' });
 * entryOf(await lastValueFrom(of(state).pipe(step)), 'logits.foraminal').length; // 10
 */
export const classify = defineOperator({
  name: 'classify',
  summary: 'Grade regions with a network, giving logits per location.',
  description:
    'The kind of the model determines its inputs: spinal (sagt2, axial_centre), spinal_axial (axial_centre), foraminal (sagt1), subarticular (axial), ' +
    'global and study (sagt2, sagt1, axial). All sites of a study form one batch. The logits of the folds of a model are averaged; those of each fold are kept for assess-confidence. ' +
    'The same applies to views (test-time augmentation): the patient mirrored (with left and right swapped back), rotated, or shifted by slices. ' +
    'If the model records the features of its training studies, the distance of the study from them is computed, too, for compare-features. ' +
    'Each grade records what it rests on: whether all, some or none of the regions that show its location contain pixels, and why.',
  options: z.strictObject({
    model: z.string().min(1).describe('name of the region model'),
    rois: z
      .partialRecord(z.enum(['sagt2', 'sagt1', 'axial', 'axial_centre']), entrySuffix('name of the regions'))
      .refine((rois) => Object.keys(rois).length > 0, 'expected the regions of at least one input')
      .describe('regions for each input of the model'),
    views: viewOptions,
    as: entrySuffix('name of the logits written'),
  }),
  example: {
    options: { model: 'foraminal', rois: { sagt1: 'sagt1' }, views: { mirror: true }, as: 'foraminal' },
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
  reads: (o) => entryNames('rois', Object.values(o.rois)),
  writes: (o) => [`logits.${o.as}`, `features.${o.as}`],
  models: (o) => [o.model],
  mirrors: (o) => o.views.mirror,
  apply:
    (o, env) =>
    async (state, { signal }) => {
      const model = await env.models.get(o.model, state.study.id);
      const plan = planOf(model);
      const rois = new Map(Object.entries(o.rois).map(([name, suffix]) => [name, entryOf(state, `rois.${suffix}`)]));
      const regions = plan.inputs.map((input) => ({ input, stacks: stacksOf(model, plan, input, rois) }));
      const views = viewsOf(o.views).filter(
        (view) =>
          !view.mirror || regions.some(({ input, stacks }) => mirrorShowsMore(plan, stacks, `rois.${input.roi}`)),
      );
      const predictions: (readonly LocationLogits[])[] = [];
      const distances: FeatureDistance[] = [];
      for (const view of views) {
        signal.throwIfAborted();
        const seen = new Map([...rois].map(([name, stacks]) => [name, viewedRegions(stacks, view, `rois.${name}`)]));
        const { logits, distance } = await predictionsOf(model, plan, view, { rois: seen, signal });
        predictions.push(...logits);
        distances.push(distance);
      }
      const locations = meanOfFolds(predictions);
      const withBasis = locations.map((location): LocationLogits => {
        const shown = regions.flatMap(({ input, stacks }) =>
          stacks.filter(({ site }) => restsOn(location, input.roi, site)),
        );
        return { ...location, basis: basisOfRegions(shown) };
      });
      const original = distances.slice(0, 1); // the recorded features are of no other view
      return addingAll(adding(`logits.${o.as}`, withBasis), adding(`features.${o.as}`, original));
    },
});

const locationsOf = (plan: GradingPlan, { data }: Tensor): readonly LocationLogits[] => {
  const width = data.length / plan.rows.length;
  return plan.rows.flatMap((row, index) => plan.locationsOf(row, data.subarray(index * width, (index + 1) * width)));
};

/** The logits of each fold for a view, and the distance of its features. */
const predictionsOf = async (
  model: ModelSet,
  plan: GradingPlan,
  view: View,
  { rois, signal }: { readonly rois: ReadonlyMap<string, readonly Stack[]>; readonly signal: AbortSignal },
): Promise<{ readonly logits: readonly (readonly LocationLogits[])[]; readonly distance: FeatureDistance }> => {
  const inputs = Object.fromEntries(
    plan.inputs.map((input) => [input.tensor, batchOf(model, plan, input, stacksOf(model, plan, input, rois))]),
  );
  const rows = model.features === undefined ? [] : rowsWithPixels(inputs); // the prediction takes the pixels away
  const predictions = await foldPredictions(model, inputs, { transfer: true, signal });
  const logits = predictions.map((outputs) => {
    if (outputs.logits === undefined) throw modelOutputMissing(model.name, 'logits');
    return asUnmirrored(locationsOf(plan, outputs.logits), view);
  });
  return { logits, distance: studyFeatureDistance(model, rows, predictions) };
};

/**
 * Whether mirroring changes a network's input: regions of one side that are flipped to look like the other are the same
 * in the mirror.
 */
const mirrorShowsMore = (plan: GradingPlan, stacks: readonly Stack[], name: string): boolean =>
  plan.inputs.some(({ side }) => side !== undefined) ||
  stacks.some((stack) => {
    const { slices, columns } = reversalOf(stack, name);
    return slices || columns;
  });

const planOf = ({ name, architecture }: ModelSet): GradingPlan => {
  const { kind } = architecture.config;
  if (!isGradingKind(kind)) throw modelKindUnexpected(name, kind, Object.keys(GRADING_PLANS));
  return GRADING_PLANS[kind];
};

/** The regions of an input, one for each row and level. */
const stacksOf = (
  { name }: ModelSet,
  plan: GradingPlan,
  input: RoiInput,
  rois: ReadonlyMap<string, readonly Stack[]>,
): readonly Stack[] => {
  const missing = (site: Site) => roiMissing(name, input.roi, site);
  return plan.rows.flatMap((row) => regionsOfRow(plan, row, input, { rois, missing }));
};

/** The rows' regions, concatenated: [rows, (levels,) slices, rows, columns]. */
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
  const data = joinedFloats(stacks.map(({ pixels }) => pixels));
  return { shape: plan.levelsInRow ? [plan.rows.length, LEVELS.length, ...shape] : [stacks.length, ...shape], data };
};
