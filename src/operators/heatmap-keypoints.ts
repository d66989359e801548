import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entryNames, entrySuffix } from '../core/entry-name.ts';
import { exampleModels, exampleStacks, exampleState } from '../core/examples/index.ts';
import { adding, addingAll, entryOf } from '../core/study-state.ts';
import type { Tensor } from '../domain/image.ts';
import { NO_REVERSAL } from '../domain/mirror.ts';
import type { InputStack, Keypoint, SmallHeatmap } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import { heatmapThumbnail, type SpreadPeak, spreadPeakOf } from '../imaging/index.ts';
import { meanOf, meanPrediction } from '../models/mean-prediction.ts';
import type { ModelSet } from '../models/model-store.ts';
import { channelsMismatch, modelInputMismatch, modelKindUnexpected, modelOutputMissing } from './errors.ts';
import { CHANNEL_SITES } from './keypoints/channel-sites.ts';
import { broughtBack, mirroredOrder } from './views/heatmaps-of-view.ts';
import { reversalOf, viewedPixels } from './views/viewed-stack.ts';
import { type ViewOptions, viewOptions, viewsOf } from './views/views.ts';

/**
 * Finds keypoints as the peaks of a network's heatmaps: `column / width` and `row / height` of each first maximum,
 * without half-pixel offset. Reads `stacks.*`, writes `keypoints.*`, one per channel.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, entryOf, heatmapKeypoints } from 'spinestream/operators';
 * import { exampleFiles, exampleModels, exampleStacks, exampleState } from 'spinestream/testing';
 *
 * const architecture = { kind: 'keypoints', encoder: 'resnet18', inChannels: 3, outChannels: 5 } as const;
 * const env = { ...exampleFiles(), models: exampleModels({ coord: { architecture, resolutionPx: 32 } }) };
 * const state = exampleState(adding('stacks.sagt2', exampleStacks('11', { slices: 3, sizePx: 32 })));
 * // - heatmap-keypoints: { model: coord, stacks: sagt2, as: sagt2 }
 * const step = heatmapKeypoints(env, { model: 'coord', stacks: 'sagt2', as: 'sagt2' });
 * entryOf(await lastValueFrom(of(state).pipe(step)), 'keypoints.sagt2').length; // 5
 */
export const heatmapKeypoints = defineOperator({
  name: 'heatmap-keypoints',
  summary: 'Find keypoints as the peaks of heatmaps.',
  description:
    'One forward pass per stack. Each channel gives the first maximum of its map, as column / width and row / height. ' +
    'Folds of a model, and views of a stack (test-time augmentation), are averaged per map before finding the peak. Its height and spread, and the floor recorded with the weights, are kept for check-keypoints and assess-confidence. A blank stack gives keypoints without a point, and no forward pass.',
  options: z.strictObject({
    model: z.string().min(1).describe('name of the keypoint model'),
    stacks: entrySuffix('the stacks to read'),
    channels: z.enum(['levels', 'sides']).default('levels').describe('meaning of the heatmap channels'),
    views: viewOptions,
    as: entrySuffix('name of the keypoints written'),
    heatmaps: entrySuffix(
      'name of small 8-bit copies of the heatmaps, for reports; none are kept by default',
    ).optional(),
  }),
  example: {
    options: { model: 'coord', stacks: 'sagt2', views: { mirror: true }, as: 'sagt2', heatmaps: 'sagt2' },
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
  writes: (o) => [`keypoints.${o.as}`, ...entryNames('heatmaps', o.heatmaps)],
  models: (o) => [o.model],
  mirrors: (o) => o.views.mirror,
  apply:
    (o, env) =>
    async (state, { signal }) => {
      const stacks = entryOf(state, `stacks.${o.stacks}`);
      const sites = CHANNEL_SITES[o.channels];
      const found = await Promise.all(
        stacks.map(async (stack) => {
          if (stack.blank) return sites.map((site) => ({ keypoint: missingKeypoint(stack, site), heatmaps: [] }));
          const model = await env.models.get(o.model, state.study.id);
          checkModel(model, stack);
          const heatmaps = await meanOfViews(model, stack, { ...o, signal });
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

type Viewing = {
  readonly channels: keyof typeof CHANNEL_SITES;
  readonly stacks: string;
  readonly views: ViewOptions;
  readonly signal: AbortSignal;
};

/** Averages the heatmaps of all views of a stack, each mapped back to the stack. */
const meanOfViews = async (model: ModelSet, stack: InputStack, o: Viewing): Promise<Tensor> => {
  const sites = CHANNEL_SITES[o.channels];
  const views = viewsOf(o.views);
  const maps: Tensor[] = [];
  for (const view of views) {
    o.signal.throwIfAborted();
    const reversal = view.mirror ? reversalOf(stack, `stacks.${o.stacks}`) : NO_REVERSAL;
    const data = viewedPixels(stack.pixels, stack.shape, view, reversal);
    const inputs = { stack: { shape: [1, ...stack.shape], data } };
    const { heatmaps } = await meanPrediction(model, inputs, { signal: o.signal });
    if (heatmaps === undefined) throw modelOutputMissing(model.name, 'heatmaps');
    if (heatmaps.shape[1] !== sites.length)
      throw channelsMismatch(model.name, heatmaps.shape[1] ?? 0, sites.length, o.channels);
    maps.push(broughtBack(heatmaps, view, { reversal, order: view.mirror ? mirroredOrder(sites) : undefined }));
  }
  return meanOf(maps);
};

const channelOf = ({ shape, data }: Tensor, channel: number) => {
  const [, , rows = 0, columns = 0] = shape;
  const size = rows * columns;
  return { rows, columns, data: data.subarray(channel * size, (channel + 1) * size) };
};

/** Longer side of the stored copies; a peak of the usual width (10 px at 512) remains several pixels wide. */
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
