import { expect } from 'chai';
import { tracedOps } from '../../../../src/models/nn/gradient/traced-ops.ts';
import { batchNorm } from '../../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../../src/models/nn/scope.ts';
import { parameterFill } from '../../../../src/models/weights/fill.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../../../support/goldens.ts';
import { thrownBy } from '../../../support/thrown-by.ts';
import { float64Interpreter } from './float64-interpreter.ts';
import { count, type Float64Tensor, sizes } from './float64-tensor.ts';

type Store = ReadonlyMap<string, Float64Tensor>;

const tensor = (shape: readonly number[], data: ArrayLike<number>): Float64Tensor => ({
  shape,
  data: Float64Array.from(data),
});

/** One batch norm in training over `steps` passes. */
const trained = (x: Float64Tensor, steps: number, store: Store = new Map()) => {
  const base = float64Interpreter(
    ({ name, shape }) =>
      store.get(name) ?? tensor(shape, new Float64Array(count(shape)).fill(name.endsWith('mean') ? 0 : 1)),
  );
  const { nn, tape, parameters, running } = tracedOps(base, {
    trains: () => true,
    dropoutMask: (shape) => tensor(sizes(shape), []),
  });
  const input = tape.leaf(x);
  const output = nn.eachStep(input, steps, (step) => batchNorm(scopeOf(nn, 'bn'), step));
  const named = new Map(parameters().map(({ spec, traced }) => [spec.name, traced]));
  return {
    output,
    gradientOf: (upstream: Float64Tensor) => {
      const gradients = tape.backward(output, upstream);
      return { input: gradients.get(input)!, of: (name: string) => gradients.get(named.get(name)!)! };
    },
    buffer: (name: string) => running.buffers.get(named.get(name)!)!,
    passes: running.passes.get(named.get('bn.num_batches_tracked')!),
  };
};

describe('batch norm in training', () => {
  /** One channel, two samples, two passes: pass 0 sees 1 and 3, pass 1 sees 10 and 20. */
  const twoPasses = tensor([2, 2, 1, 1], [1, 10, 3, 20]);

  it('normalises each pass by itself', () => {
    const { output } = trained(twoPasses, 2);
    // (1 - 2) / sqrt(1 + 1e-5) + 1 and (10 - 15) / sqrt(25 + 1e-5) + 1; weight and bias are 1
    expect(output.value.shape).to.eql([2, 2, 1, 1, 1]);
    [5e-6, 2e-7, 2 - 5e-6, 2 - 2e-7].forEach((expected, index) => {
      expect(output.value.data[index]).to.be.closeTo(expected, 1e-9);
    });
  });

  it('moves the running statistics once a pass, by the unbiased variance', () => {
    const { buffer, passes } = trained(twoPasses, 2);
    // mean: (0 * 0.9 + 0.2) * 0.9 + 1.5; variance: (1 * 0.9 + 0.1 * 2) * 0.9 + 0.1 * 50
    expect(buffer('bn.running_mean').data[0]).to.be.closeTo(1.68, 1e-6);
    expect(buffer('bn.running_var').data[0]).to.be.closeTo(5.99, 1e-6);
    expect(passes).to.equal(2);
  });

  it('refuses a single value a channel', () => {
    expect(thrownBy(() => trained(tensor([1, 2, 1, 1], [1, 2]), 1))).to.include({
      code: 'TRAINING_BATCH_TOO_SMALL',
      reason:
        'batch norm got [1, 2, 1, 1] in 1 pass, one value per channel and pass, but statistics need two; train with a larger batch or resolution',
    });
  });

  describeGoldens('agrees with PyTorch over three passes', () => {
    interface After {
      readonly running_mean: readonly number[];
      readonly running_var: readonly number[];
      readonly weight_grad: readonly number[];
      readonly bias_grad: readonly number[];
    }
    const TOLERANCE = 1e-6;
    const SHAPE = [4, 3, 2, 2];
    const NAMES = ['bn.weight', 'bn.bias', 'bn.running_mean', 'bn.running_var'];
    const close = (found: ArrayLike<number>, expected: ArrayLike<number>) => {
      const largest = Math.max(1, ...Array.from(expected, Math.abs));
      expect(maxAbsDiff(found, expected)).to.be.below(TOLERANCE * largest);
    };

    it('in outputs, gradients and running statistics', () => {
      const { after_pass } = goldenJson<{ after_pass: readonly After[] }>('training', 'batchnorm', 'manifest.json');
      let store = new Map(NAMES.map((name) => [name, tensor([3], parameterFill(name, [3]))]));
      for (const [pass, expected] of after_pass.entries()) {
        const x = tensor(SHAPE, goldenInput(`input:bn_${pass}`, SHAPE));
        const { output, gradientOf, buffer } = trained(x, 1, store);
        const gradients = gradientOf(tensor(output.value.shape, goldenInput(`input:bn_up_${pass}`, SHAPE)));
        close(output.value.data, goldenNpy('training', 'batchnorm', `output_${pass}.npy`).data);
        close(gradients.input.data, goldenNpy('training', 'batchnorm', `input_grad_${pass}.npy`).data);
        close(gradients.of('bn.weight').data, expected.weight_grad);
        close(gradients.of('bn.bias').data, expected.bias_grad);
        close(buffer('bn.running_mean').data, expected.running_mean);
        close(buffer('bn.running_var').data, expected.running_var);
        store = new Map([
          ...store,
          ...['bn.running_mean', 'bn.running_var'].map((name) => [name, buffer(name)] as const),
        ]);
      }
    });
  });
});
