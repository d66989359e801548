import type { ExperimentFrame } from '../experiment/experiment-schema.ts';

/**
 * The learning rate of an epoch of an experiment, counted from 0: constant, falling by a factor every few epochs, or
 * half a cosine from the base rate to the floor, then up again (Loshchilov and Hutter, arXiv:1608.03983).
 */
export const learningRateOf = (
  { schedule, epochs, learningRate }: Pick<ExperimentFrame['training'], 'schedule' | 'epochs' | 'learningRate'>,
  epoch: number,
): number => {
  if (schedule === 'constant') return learningRate;
  if ('step' in schedule) return learningRate * schedule.step.factor ** Math.floor(epoch / schedule.step.every);
  const { period = epochs, floor } = schedule.cosine;
  return floor + ((learningRate - floor) * (1 + Math.cos((Math.PI * epoch) / period))) / 2;
};
