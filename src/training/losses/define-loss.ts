import type { z } from 'zod';
import type { Loss } from '../../models/nn/gradient/update-rule.ts';

/** What is known besides a loss's own options. */
export interface LossContext {
  /** Of the three severities. */
  readonly classWeights: readonly number[];
}

/** Everything about a loss, declared once: the schema of experiment files is derived from it. */
export interface LossSpec<S extends z.ZodType> {
  /** Kebab-case, as experiment files write it. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly options: S;
  /** What it compares: logits with labels, or maps with maps. */
  readonly of: 'grades' | 'heatmaps';
  /** Kinds of networks that it is for, where it is not for all. */
  readonly kinds?: readonly string[];
  /** Targets of one sample, of its class targets [places, 3]; by default those. */
  readonly targets?: (classTargets: Float32Array, options: z.output<S>, context: LossContext) => Float32Array;
  /** The loss; its name holds every option, since programs are known by it. */
  readonly make: (options: z.output<S>, context: LossContext) => Loss;
}

/** A loss as experiment files name it. */
export interface LossInfo extends Pick<LossSpec<z.ZodType>, 'name' | 'summary' | 'options' | 'of' | 'kinds'> {
  /** What the loss compares with, of the class targets [places, 3] of one sample. @throws zod's error */
  readonly targetsOf: (options: unknown, context: LossContext) => (classTargets: Float32Array) => Float32Array;
  /** @throws zod's error, when the options do not fit the schema */
  readonly bind: (options: unknown, context: LossContext) => Loss;
}

/** Declares a loss. One file each; `npm run generate` lists it. */
export const defineLoss = <S extends z.ZodType>({ make, targets, ...info }: LossSpec<S>): LossInfo => ({
  ...info,
  targetsOf: (given, context) => {
    const options = info.options.parse(given);
    return (classTargets) => targets?.(classTargets, options, context) ?? classTargets;
  },
  bind: (options, context) => make(info.options.parse(options), context),
});
