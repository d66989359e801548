import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
import { constantRate, cosineAnnealing, type Schedule, stepDecay } from '../schedules.ts';

type Training = Pick<ExperimentFrame['training'], 'schedule' | 'epochs' | 'learningRate'>;

const scheduleOf = ({ schedule, epochs }: Training): Schedule => {
  if (schedule === 'constant') return constantRate;
  if ('step' in schedule) return stepDecay(schedule.step);
  return cosineAnnealing({ period: schedule.cosine.period ?? epochs, floor: schedule.cosine.floor });
};

/** The learning rate of an epoch of an experiment, counted from 0. */
export const learningRateOf = (training: Training, epoch: number): number =>
  scheduleOf(training)(epoch, training.learningRate);
