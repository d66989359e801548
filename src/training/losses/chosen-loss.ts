import { z } from 'zod';
import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
import { LOSSES } from './built-in.ts';
import type { LossInfo } from './define-loss.ts';

/** A map with a single key, the name of a loss, and its options. */
export const lossOptions = z
  .strictObject(
    Object.fromEntries(LOSSES.map(({ name, summary, options }) => [name, options.optional().describe(summary)])),
  )
  .refine((o) => Object.keys(o).length === 1, 'expected one loss with its options');

const DEFAULTS = { grades: 'cross-entropy', heatmaps: 'mean-squared-error' } as const;

type Frame = Pick<ExperimentFrame, 'samples' | 'training'>;

/** What a network is compared with: its samples have one or the other. */
export const comparedWith = ({ samples }: Frame): LossInfo['of'] =>
  samples.heatmaps === undefined ? 'grades' : 'heatmaps';

/** The loss of an experiment, or the default for its samples. */
export const chosenLoss = (frame: Frame): { readonly info: LossInfo; readonly options: unknown } => {
  const [[name, options] = [DEFAULTS[comparedWith(frame)], {}]] = Object.entries(frame.training.loss ?? {});
  const info = LOSSES.find((one) => one.name === name);
  if (info === undefined) throw new Error(`no loss is called "${name}"`); // the schema validates their names
  return { info, options };
};
