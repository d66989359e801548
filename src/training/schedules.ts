/** The learning rate of an epoch (or of a step, if stepped per step), counted from 0. */
export type Schedule = (epoch: number, baseLearningRate: number) => number;

/** The same rate throughout. */
export const constantRate: Schedule = (_, baseLearningRate) => baseLearningRate;

/** Falls by `factor` every `every` epochs. */
export const stepDecay =
  ({ every, factor }: { readonly every: number; readonly factor: number }): Schedule =>
  (epoch, baseLearningRate) =>
    baseLearningRate * factor ** Math.floor(epoch / every);

/** Half a cosine from the base rate to `floor` at `period`, then up again. Loshchilov and Hutter, arXiv:1608.03983. */
export const cosineAnnealing =
  ({ period, floor = 0 }: { readonly period: number; readonly floor?: number }): Schedule =>
  (epoch, baseLearningRate) =>
    floor + ((baseLearningRate - floor) * (1 + Math.cos((Math.PI * epoch) / period))) / 2;
