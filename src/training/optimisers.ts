import type { UpdateRule } from '../models/nn/gradient/update-rule.ts';
import { scalarOf } from '../models/nn/scalar-of.ts';

export interface AdamWOptions {
  /** Decay rates of the means of gradients and of their squares. */
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  /** Each step shrinks parameters by this fraction of the learning rate. */
  readonly weightDecay?: number;
}

const rootOfCorrection = ([, beta]: readonly [number, number], step: number): number => Math.sqrt(1 - beta ** step);

/** Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101), with PyTorch's defaults. */
export const adamW = ({ betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0.01 }: AdamWOptions = {}): UpdateRule => ({
  slots: ['exp_avg', 'exp_avg_sq'],
  scalars: ({ step, learningRate }) => ({
    kept: 1 - learningRate * weightDecay,
    // The bias correction of the root is a factor of both, which saves a pass over the tensors.
    size: (learningRate * rootOfCorrection(betas, step)) / (1 - betas[0] ** step),
    floor: eps * rootOfCorrection(betas, step),
  }),
  update: (nn, { parameter, gradient, slots: [mean, square], scalar }) => {
    const blend = (old: typeof parameter, now: typeof parameter, beta: number) =>
      nn.add(nn.mul(old, scalarOf(nn, beta)), nn.mul(now, scalarOf(nn, 1 - beta)));
    const newMean = blend(mean!, gradient, betas[0]);
    const newSquare = blend(square!, nn.mul(gradient, gradient), betas[1]);
    const move = nn.mul(nn.div(newMean, nn.add(nn.sqrt(newSquare), scalar('floor'))), scalar('size'));
    return { parameter: nn.sub(nn.mul(parameter, scalar('kept')), move), slots: [newMean, newSquare] };
  },
});
