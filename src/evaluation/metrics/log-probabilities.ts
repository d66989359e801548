import type { Probabilities } from './graded-study.ts';

/** Minimum probability: a smaller one would be unrecoverable. The next float32 to 0 would do as well. */
const LEAST = 2 ** -23;

/** Logits of a prediction up to a constant: the softmax of their mean equals that of the mean of the logits. */
export const logProbabilities = ([normal, moderate, severe]: Probabilities): Probabilities => [
  Math.log(Math.max(normal, LEAST)),
  Math.log(Math.max(moderate, LEAST)),
  Math.log(Math.max(severe, LEAST)),
];

/** Softmax of three numbers times a factor. */
export const softmaxOf = ([a, b, c]: Probabilities, factor = 1): Probabilities => {
  const greatest = factor * Math.max(a, b, c);
  const [x, y, z] = [Math.exp(factor * a - greatest), Math.exp(factor * b - greatest), Math.exp(factor * c - greatest)];
  const sum = x + y + z;
  return [x / sum, y / sum, z / sum];
};
