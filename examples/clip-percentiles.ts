import {
  adding,
  defineOperator,
  entryOf,
  entrySuffix,
  exampleStacks,
  exampleState,
  standardised,
  z,
} from 'spinestream';

/** The value below which a share of the sorted values lies: nearest rank, so always one of them. */
const percentileOf = (sorted: Float32Array, percent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? 0;

/**
 * Values limited to the range between two percentiles, then standardised again (mean 0, population standard deviation 1).
 * Metal and flow make a few voxels of an MR image so bright that they squeeze everything else together.
 */
export const clippedToPercentiles = (
  pixels: Float32Array,
  { lowerPercent, upperPercent }: { readonly lowerPercent: number; readonly upperPercent: number },
): Float32Array => {
  const sorted = pixels.toSorted();
  const [low, high] = [percentileOf(sorted, lowerPercent), percentileOf(sorted, upperPercent)];
  return standardised(pixels.map((value) => Math.min(high, Math.max(low, value))));
};

const percent = z.number().min(0).max(100);

export const clipPercentiles = defineOperator({
  name: 'clip-percentiles',
  summary: 'Limit the values of stacks to the range between two percentiles and standardise them again.',
  description: 'Each stack by itself, over all its slices. Blank stacks stay blank.',
  options: z
    .strictObject({
      stacks: entrySuffix('the stacks to read'),
      lowerPercent: percent.default(1).describe('values below this percentile take its value'),
      upperPercent: percent.default(99).describe('values above this percentile take its value'),
      as: entrySuffix('name of the stacks written'),
    })
    .refine((o) => o.lowerPercent < o.upperPercent, {
      path: ['lowerPercent'],
      message: 'expected "lowerPercent" below "upperPercent"',
    }),
  example: {
    options: { stacks: 'sagt2', lowerPercent: 5, upperPercent: 95, as: 'clipped' },
    study: () => exampleState(adding('stacks.sagt2', exampleStacks('11', { slices: 3, sizePx: 8 }))),
  },
  reads: (o) => [`stacks.${o.stacks}`],
  writes: (o) => [`stacks.${o.as}`],
  apply: (o) => (study) =>
    adding(
      `stacks.${o.as}`,
      entryOf(study, `stacks.${o.stacks}`).map((stack) =>
        stack.blank ? stack : { ...stack, pixels: clippedToPercentiles(stack.pixels, o) },
      ),
    ),
});
