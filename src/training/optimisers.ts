import type { UpdateRule } from '../models/nn/gradient/update-rule.ts';

export interface AdamWOptions {
  /** How slowly the means of gradients and of their squares forget. */
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  /** The share of the learning rate by which parameters shrink in each step. */
  readonly weightDecay?: number;
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101), with PyTorch's defaults. */
export const adamW = ({ betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0.01 }: AdamWOptions = {}): UpdateRule => ({
  name: 'AdamW',
  slots: ['exp_avg', 'exp_avg_sq'],
  scalars: ({ step, learningRate }) => ({
    kept: 1 - learningRate * weightDecay,
    size: learningRate / (1 - betas[0] ** step),
    rootOfCorrection: Math.sqrt(1 - betas[1] ** step),
  }),
  update: (nn, { parameter, gradient, slots: [mean, square], scalar }) => {
    const number = (value: number) => nn.constant(Float32Array.of(value), []);
    const blend = (old: typeof parameter, now: typeof parameter, beta: number) =>
      nn.add(nn.mul(old, number(beta)), nn.mul(now, number(1 - beta)));
    const newMean = blend(mean!, gradient, betas[0]);
    const newSquare = blend(square!, nn.mul(gradient, gradient), betas[1]);
    const spread = nn.add(nn.div(nn.sqrt(newSquare), scalar('rootOfCorrection')), number(eps));
    const move = nn.mul(nn.div(newMean, spread), scalar('size'));
    return { parameter: nn.sub(nn.mul(parameter, scalar('kept')), move), slots: [newMean, newSquare] };
  },
});
