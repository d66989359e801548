import type { Tensor } from '../../domain/image.ts';
import { SEVERITIES } from '../../domain/vocabulary.ts';

/** Tolerance for sums of 1, of probabilities in float32 or rounded from half precision. */
const SUM_TOL = 2e-3;

/** Sums over the severities, the outermost axis: [n, 3 * places]. */
const sumsOf = ({ shape, data }: Tensor): readonly number[] => {
  const places = data.length / shape[0]! / SEVERITIES.length;
  return Array.from({ length: shape[0]! * places }, (_, index) => {
    const [row, place] = [Math.floor(index / places), index % places];
    const start = row * SEVERITIES.length * places + place;
    return SEVERITIES.reduce((sum, _, severity) => sum + data[start + severity * places]!, 0);
  });
};

/** Whether an output that should be logits looks like a softmax: values from 0 to 1 that sum to 1 over the severities. */
export const areProbabilities = (output: Tensor): boolean =>
  output.data.length > 0 &&
  output.data.length % (output.shape[0]! * SEVERITIES.length) === 0 &&
  output.data.every((value) => value >= 0 && value <= 1 + SUM_TOL) &&
  sumsOf(output).every((sum) => Math.abs(sum - 1) <= SUM_TOL);

/** The smallest normal float32; the logarithm of 0 would make every mean infinite. */
const LEAST = 2 ** -126;

/** Logits whose softmax gives these probabilities. */
export const logitsOf = ({ shape, data }: Tensor): Tensor => ({
  shape,
  data: data.map((probability) => Math.log(Math.max(probability, LEAST))),
});
