import { optionUnfit } from './errors.ts';
import type { EngineOptions } from './train-engine.ts';

/** Refuses numbers that make training impossible. */
export const checkOptions = ({ microBatch, clipNorm, averageDecay }: EngineOptions): void => {
  if (microBatch !== undefined && !(Number.isInteger(microBatch) && microBatch > 0))
    throw optionUnfit('microBatch', microBatch, 'an integer, at least 1');
  if (clipNorm !== undefined && !(clipNorm > 0)) throw optionUnfit('clipNorm', clipNorm, 'a number above 0');
  if (averageDecay !== undefined && !(averageDecay >= 0 && averageDecay < 1))
    throw optionUnfit('averageDecay', averageDecay, 'a number from 0 to below 1');
};

export const checkLearningRate = (learningRate: number): void => {
  if (!(Number.isFinite(learningRate) && learningRate >= 0))
    throw optionUnfit('learningRate', learningRate, 'a finite number from 0');
};
