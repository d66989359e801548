import { SEVERITIES } from '../../domain/vocabulary.ts';
import type { NamedTensor } from '../runtime/named-tensor.ts';

type Output = Pick<NamedTensor, 'shape' | 'data'>;

/** How far sums of probabilities in float32, or rounded from half precision, are from 1. */
const SUM_TOL = 2e-3;

/** Sums over the severities, which are outermost: [n, 3 * places]. */
const sumsOf = ({ shape, data }: Output): readonly number[] => {
  const places = data.length / shape[0]! / SEVERITIES.length;
  return Array.from({ length: shape[0]! * places }, (_, index) => {
    const [row, place] = [Math.floor(index / places), index % places];
    const start = row * SEVERITIES.length * places + place;
    return SEVERITIES.reduce((sum, _, severity) => sum + data[start + severity * places]!, 0);
  });
};

/** Whether the output of a network that should give logits is what a softmax leaves: from 0 to 1, and 1 in sum over the severities. */
export const areProbabilities = (output: Output): boolean =>
  output.data.length > 0 &&
  output.data.length % (output.shape[0]! * SEVERITIES.length) === 0 &&
  output.data.every((value) => value >= 0 && value <= 1 + SUM_TOL) &&
  sumsOf(output).every((sum) => Math.abs(sum - 1) <= SUM_TOL);

/** The smallest normal float32; the logarithm of 0 would end every mean that it enters. */
const LEAST = 2 ** -126;

/** Logits whose softmax these probabilities are. */
export const logitsOf = ({ shape, data }: Output): Output => ({
  shape,
  data: data.map((probability) => Math.log(Math.max(probability, LEAST))),
});
