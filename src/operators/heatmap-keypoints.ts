import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entrySuffix } from '../core/entry-name.ts';
import { exampleModels, exampleStacks, exampleState } from '../core/examples/index.ts';
import { adding, addingAll, entryOf } from '../core/study-state.ts';
import type { Tensor } from '../domain/image.ts';
import type { InputStack, Keypoint, SmallHeatmap } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import { LEVELS, SIDES } from '../domain/vocabulary.ts';
import { heatmapThumbnail, type SpreadPeak, spreadPeakOf } from '../imaging/index.ts';
import { meanPrediction } from '../models/mean-prediction.ts';
import type { ModelSet } from '../models/model-store.ts';
import { channelsMismatch, modelInputMismatch, modelKindUnexpected, modelOutputMissing } from './errors.ts';

const CHANNEL_SITES = {
  levels: LEVELS.map((level): Site => ({ level })),
  sides: SIDES.map((side): Site => ({ side })),
} as const;

export const heatmapKeypoints = defineOperator({
  name: 'heatmap-keypoints',
  summary: 'Find keypoints as the peaks of the heatmaps that a network draws.',
  description:
    'One forward pass a stack. Each channel gives the first maximum of its map, as column / width and row / height. ' +
    'Folds of a model are averaged map by map before the peak is taken; its height, its spread, and the lowest height that the weights record as trustworthy, go along for check-keypoints and assess-confidence. A blank stack gives keypoints without a point, and no forward pass.',
  options: z.strictObject({
    model: z.string().min(1).describe('name of the keypoint model'),
    stacks: entrySuffix('the stacks to read'),
    channels: z.enum(['levels', 'sides']).default('levels').describe('what the channels of the heatmap stand for'),
    as: entrySuffix('name of the keypoints written'),
    heatmaps: entrySuffix(
      'name of small 8-bit copies of the heatmaps, for reports; none are kept by default',
    ).optional(),
  }),
  example: {
    options: { model: 'coord', stacks: 'sagt2', as: 'sagt2', heatmaps: 'sagt2' },
    study: () => exampleState(adding('stacks.sagt2', exampleStacks('11', { slices: 3, sizePx: 32 }))),
    env: () => ({
      models: exampleModels({
        coord: {
          architecture: { kind: 'keypoints', encoder: 'resnet18', inChannels: 3, outChannels: 5 },
          resolutionPx: 32,
        },
      }),
    }),
  },
  reads: (o) => [`stacks.${o.stacks}`],
  writes: (o) => [`keypoints.${o.as}`, ...(o.heatmaps === undefined ? [] : [`heatmaps.${o.heatmaps}` as const])],
  models: (o) => [o.model],
  apply: (o, env) => async (state) => {
    const stacks = entryOf(state, `stacks.${o.stacks}`);
    const sites = CHANNEL_SITES[o.channels];
    const found = await Promise.all(
      stacks.map(async (stack) => {
        if (stack.blank) return sites.map((site) => ({ keypoint: missingKeypoint(stack, site), heatmaps: [] }));
        const model = await env.models.get(o.model, state.study.id);
        checkModel(model, stack);
        const heatmaps = await predicted(model, stack);
        if (heatmaps.shape[1] !== sites.length)
          throw channelsMismatch(o.model, heatmaps.shape[1] ?? 0, sites.length, o.channels);
        return sites.map((site, channel) => {
          const map = channelOf(heatmaps, channel);
          return {
            keypoint: keypointOf(stack, site, { ...spreadPeakOf(map.data, map), floor: model.peakFloor }),
            heatmaps: o.heatmaps === undefined ? [] : [smallCopy(stack, site, map)],
          };
        });
      }),
    );
    const keypoints = found.flat().map(({ keypoint }) => keypoint);
    if (o.heatmaps === undefined) return adding(`keypoints.${o.as}`, keypoints);
    const copies = found.flat().flatMap(({ heatmaps }) => heatmaps);
    return addingAll(adding(`keypoints.${o.as}`, keypoints), adding(`heatmaps.${o.heatmaps}`, copies));
  },
});

const checkModel = ({ name, architecture }: ModelSet, stack: InputStack): void => {
  if (architecture.config.kind !== 'keypoints')
    throw modelKindUnexpected(name, architecture.config.kind, ['keypoints']);
  const input = architecture.inputs[0];
  const expected = input?.shape.slice(1) ?? [];
  if (expected.some((size, axis) => size !== stack.shape[axis]))
    throw modelInputMismatch(name, input?.name ?? 'stack', stack.shape, expected);
};

const predicted = async (model: ModelSet, { shape, pixels }: InputStack): Promise<Tensor> => {
  const { heatmaps } = await meanPrediction(model, { stack: { shape: [1, ...shape], data: pixels } });
  if (heatmaps === undefined) throw modelOutputMissing(model.name, 'heatmaps');
  return heatmaps;
};

const channelOf = ({ shape, data }: Tensor, channel: number) => {
  const [, , rows = 0, columns = 0] = shape;
  const size = rows * columns;
  return { rows, columns, data: data.subarray(channel * size, (channel + 1) * size) };
};

/** Longer side of the copies; a peak of the usual width (10 px at 512) stays a spot of several pixels. */
const COPY_PX = 64;

const smallCopy = ({ site }: InputStack, channel: Site, map: ReturnType<typeof channelOf>): SmallHeatmap => ({
  site: { ...site, ...channel },
  ...heatmapThumbnail(map.data, map, COPY_PX),
});

const keypointOf = (
  { site, selection }: InputStack,
  channel: Site,
  { xNorm, yNorm, value, spread, floor }: SpreadPeak & { readonly floor: number | undefined },
): Keypoint => ({
  site: { ...site, ...channel },
  seriesId: selection.series?.id,
  instanceNumber: selection.instanceNumber,
  point: { xNorm, yNorm },
  peak: value,
  ...(spread !== undefined && { spread }),
  ...(floor !== undefined && { peakFloor: floor }),
});

const missingKeypoint = ({ site, selection }: InputStack, channel: Site): Keypoint => ({
  site: { ...site, ...channel },
  seriesId: undefined,
  instanceNumber: undefined,
  point: undefined,
  ...(selection.absent !== undefined && { absent: selection.absent }),
});
