import { z } from 'zod';
import type { Loss } from '../../models/nn/gradient/update-rule.ts';
import { LOSSES } from './built-in.ts';
import type { LossContext, LossInfo } from './define-loss.ts';

/** A map with a single key, the name of a loss, and its options. */
export const lossOptions = z
  .strictObject(
    Object.fromEntries(LOSSES.map(({ name, summary, options }) => [name, options.optional().describe(summary)])),
  )
  .refine((o) => Object.keys(o).length === 1, 'expected one loss with its options');
export type LossOptions = z.output<typeof lossOptions>;

const DEFAULTS = { grades: 'cross-entropy', heatmaps: 'mean-squared-error' } as const;

/** The loss of an experiment, or the default for its samples. */
export const chosenLoss = (
  given: LossOptions | undefined,
  of: LossInfo['of'],
): { info: LossInfo; options: unknown } => {
  const [[name, options] = [DEFAULTS[of], {}]] = Object.entries(given ?? {});
  const info = LOSSES.find((one) => one.name === name);
  if (info === undefined) throw new Error(`no loss is called "${name}"`); // the schema validates their names
  return { info, options };
};

export const lossOf = (given: LossOptions | undefined, of: LossInfo['of'], context: LossContext): Loss => {
  const { info, options } = chosenLoss(given, of);
  return info.bind(options, context);
};

/** Targets of the chosen loss, from the class targets of one sample. */
export const targetsOf = (
  given: LossOptions | undefined,
  of: LossInfo['of'],
  context: LossContext,
): ((classTargets: Float32Array) => Float32Array) => {
  const { info, options } = chosenLoss(given, of);
  return info.targetsOf(options, context);
};
