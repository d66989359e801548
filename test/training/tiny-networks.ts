import { batchNorm, conv, linear } from '../../src/models/nn/layers.ts';
import type { Network } from '../../src/models/nn/network.ts';
import { scopeOf } from '../../src/models/nn/scope.ts';
import { summaryOf } from '../../src/models/nn/shapes.ts';
import type { Experiment } from '../../src/training/experiment/experiment.ts';

/** The experiment with a network of a few thousand parameters in place of its own, which has the same inputs and outputs. */
const withNetwork = (experiment: Experiment, build: Network['build']): Experiment => {
  const network = { ...experiment.architecture, build };
  return { ...experiment, architecture: { ...network, outputs: summaryOf(network).outputs } };
};

/** Two convolutions with norms, dropout and a linear layer: [n, slices, rows, columns] to 3 logits. */
export const withTinyGrader = (experiment: Experiment): Experiment =>
  withNetwork(experiment, (nn, [x]) => {
    const at = scopeOf(nn);
    const first = nn.relu(
      batchNorm(at.in('bn1'), conv(at.in('conv1'), x!, { out: 8, kernel: 3, padding: 1, stride: 2 })),
    );
    const second = nn.relu(
      batchNorm(at.in('bn2'), conv(at.in('conv2'), first, { out: 16, kernel: 3, padding: 1, stride: 2 })),
    );
    const features = nn.dropout(nn.globalAveragePool(second), { rate: 0.1, per: 'element' });
    return [linear(at.in('fc'), features, { out: 3 })];
  });

/** Three wide convolutions with a learned picture between them, which says where on the map they are: [n, slices, 32, 32] to 5 maps. */
export const withTinyFinder = (experiment: Experiment): Experiment =>
  withNetwork(experiment, (nn, [x]) => {
    const at = scopeOf(nn);
    const first = nn.relu(batchNorm(at.in('bn1'), conv(at.in('conv1'), x!, { out: 16, kernel: 7, padding: 3 })));
    const placed = nn.add(first, at.parameter('position', [1, 16, 32, 32]));
    const second = nn.relu(batchNorm(at.in('bn2'), conv(at.in('conv2'), placed, { out: 16, kernel: 7, padding: 3 })));
    return [conv(at.in('conv3'), second, { out: 5, kernel: 3, padding: 1 })];
  });
