import type { z } from 'zod';
import type { Loss } from '../../models/nn/gradient/update-rule.ts';

/** Context of a loss besides its options. */
export interface LossContext {
  /** Weights of the three severities. */
  readonly classWeights: readonly number[];
}

/** Declaration of a loss, the single source for the schema of experiment files. */
export interface LossSpec<S extends z.ZodType> {
  /** Kebab-case, as in experiment files. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly options: S;
  /** What it compares: logits with labels, or maps with maps. */
  readonly of: 'grades' | 'heatmaps';
  /** Kinds of networks that it supports; default: all. */
  readonly kinds?: readonly string[];
  /** Targets of one sample, from its class targets [places, 3]; by default the same. */
  readonly targets?: (classTargets: Float32Array, options: z.output<S>, context: LossContext) => Float32Array;
  readonly make: (options: z.output<S>, context: LossContext) => Loss;
}

/** A loss as configured in an experiment file. */
export interface LossInfo extends Pick<LossSpec<z.ZodType>, 'name' | 'summary' | 'options' | 'of' | 'kinds'> {
  /** Targets of the loss, from the class targets [places, 3] of one sample. @throws zod's error */
  readonly targetsOf: (options: unknown, context: LossContext) => (classTargets: Float32Array) => Float32Array;
  /** @throws zod's error if the options do not match the schema */
  readonly bind: (options: unknown, context: LossContext) => Loss;
}

/** Declares a loss, one per file; `npm run generate` lists it. */
export const defineLoss = <S extends z.ZodType>({ make, targets, ...info }: LossSpec<S>): LossInfo => ({
  ...info,
  targetsOf: (given, context) => {
    const options = info.options.parse(given);
    return (classTargets) => targets?.(classTargets, options, context) ?? classTargets;
  },
  bind: (options, context) => make(info.options.parse(options), context),
});
