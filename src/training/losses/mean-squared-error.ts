import { z } from 'zod';
import type { Shape } from '../../models/nn/dim.ts';
import type { Loss } from '../../models/nn/gradient/update-rule.ts';
import { defineLoss } from './define-loss.ts';

const allAxes = (shape: Shape): readonly number[] => shape.map((_, axis) => axis);

/** The mean of squared differences over all elements. */
export const meanSquaredError: Loss = {
  targetShape: (output) => output,
  total: (nn, output, target) => {
    const difference = nn.sub(output, target);
    return nn.reshape(nn.sum(nn.mul(difference, difference), allAxes(nn.shapeOf(output))), []);
  },
  divisor: (target) => target.length,
};

export const meanSquaredErrorLoss = defineLoss({
  name: 'mean-squared-error',
  summary: 'The mean of squared differences of heatmaps.',
  options: z.strictObject({}),
  of: 'heatmaps',
  make: () => meanSquaredError,
});
