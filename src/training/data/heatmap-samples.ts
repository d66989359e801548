import { z } from 'zod';
import { entrySuffix } from '../../core/entry-name.ts';
import { entryOf } from '../../core/study-state.ts';
import { NO_REVERSAL } from '../../domain/mirror.ts';
import type { InputStack, Keypoint } from '../../domain/results.ts';
import { CHANNEL_SITES } from '../../operators/keypoints/channel-sites.ts';
import { mirroredOrder } from '../../operators/views/heatmaps-of-view.ts';
import type { SamplePlan, TrainSample } from './train-sample.ts';

export const heatmapOptions = z.strictObject({
  stacks: entrySuffix('the stacks that the network sees; one sample each'),
  keypoints: entrySuffix('the labelled keypoints that it should find'),
  channels: z.enum(['levels', 'sides']).default('levels').describe('what the heatmaps stand for'),
  stdPx: z.number().positive().default(10).describe('standard deviation of the Gaussian at the resolution of the map'),
});
export type HeatmapOptions = z.output<typeof heatmapOptions>;

/** Heatmaps of a network for these samples. */
export const heatmapCount = ({ channels }: HeatmapOptions): number => CHANNEL_SITES[channels].length;

/** Samples of a keypoint network: every stack with its labelled points. Without labels, all its maps are blank. */
export const heatmapSamples = (o: HeatmapOptions): SamplePlan => ({
  reads: [`stacks.${o.stacks}`, `keypoints.${o.keypoints}`],
  samplesOf: (state) => {
    const keypoints = entryOf(state, `keypoints.${o.keypoints}`);
    return entryOf(state, `stacks.${o.stacks}`).map((stack) => sampleOf(stack, keypoints, state.study.id, o));
  },
});

const sampleOf = (
  { site, shape, pixels, blank, inMirror = blank ? NO_REVERSAL : undefined }: InputStack,
  keypoints: readonly Keypoint[],
  studyId: string,
  { stacks, channels }: HeatmapOptions,
): TrainSample => {
  const points = CHANNEL_SITES[channels].map((channel) => {
    const { level, side } = { ...site, ...channel };
    return keypoints.find((one) => one.site.level === level && one.site.side === side)?.point;
  });
  return {
    studyId,
    site,
    inputs: [{ name: 'stack', source: stacks, shape, pixels }],
    answer: { kind: 'points', points },
    mirror: inMirror && {
      inputs: [{ from: 0, reversal: inMirror }],
      answers: mirroredOrder(CHANNEL_SITES[channels]),
    },
  };
};
