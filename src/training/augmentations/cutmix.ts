import { z } from 'zod';
import type { Tensor } from '../../domain/image.ts';
import { defineAugmentation, type Random } from './define-augmentation.ts';
import { mixtureShare, sharedOptions, weightedSum, withPartners } from './mixing.ts';

/** A rectangle in fractions of the image size. */
export interface Cut {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A rectangle centred anywhere, with this fraction of the area before it is clipped to the image. */
export const drawCut = (random: Random, area: number): Cut => {
  const half = Math.sqrt(area) / 2;
  const [x, y] = [random(), random()];
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return { left: within(x - half), right: within(x + half), top: within(y - half), bottom: within(y + half) };
};

/**
 * Pastes a rectangle of another image into every slice; returns the result and the remaining fraction of its own
 * pixels.
 */
export const withCut = (
  { shape, data }: Tensor,
  other: Float32Array,
  cut: Cut,
): { data: Float32Array; left: number } => {
  const [rows = 1, columns = 1] = shape.slice(-2);
  const [x0, x1] = [Math.round(cut.left * columns), Math.round(cut.right * columns)];
  const [y0, y1] = [Math.round(cut.top * rows), Math.round(cut.bottom * rows)];
  const out = data.slice();
  for (let plane = 0; plane < out.length; plane += rows * columns)
    for (let row = y0; row < y1; row++) {
      const start = plane + row * columns;
      out.set(other.subarray(start + x0, start + x1), start + x0);
    }
  return { data: out, left: 1 - ((x1 - x0) * (y1 - y0)) / (rows * columns) };
};

export const cutmix = defineAugmentation({
  name: 'cutmix',
  summary:
    "A rectangle of another sample of the batch in each picture, and that share of the other's grades (Yun et al., arXiv:1905.04899).",
  on: 'batch',
  of: 'grades',
  options: z.strictObject(sharedOptions),
  draw: (random, { probability, alpha }) => {
    if (random() >= probability) return undefined;
    const cut = drawCut(random, 1 - mixtureShare(random, alpha));
    return withPartners(random, (sample, other) => {
      const cuts = sample.inputs.map((input, place) => withCut(input, other.inputs[place]!.data, cut));
      const left = cuts.reduce((sum, one) => sum + one.left, 0) / cuts.length;
      return {
        ...sample,
        inputs: sample.inputs.map((input, place) => ({ ...input, data: cuts[place]!.data })),
        target: { ...sample.target, data: weightedSum(sample.target.data, other.target.data, left) },
      };
    });
  },
});
