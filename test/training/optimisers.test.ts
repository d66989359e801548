import { expect } from 'chai';
import { parameterFill } from '../../src/models/weights/fill.ts';
import { adamW } from '../../src/training/optimisers.ts';
import { float64Interpreter } from '../models/nn/gradient/float64-interpreter.ts';
import type { Float64Tensor } from '../models/nn/gradient/float64-tensor.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../support/goldens.ts';

interface State {
  readonly parameter: Float64Tensor;
  readonly slots: readonly Float64Tensor[];
}

const tensor = (shape: readonly number[], data: ArrayLike<number>): Float64Tensor => ({
  shape,
  data: Float64Array.from(data),
});

const start = (shape: readonly number[], data: ArrayLike<number>): State => ({
  parameter: tensor(shape, data),
  slots: [tensor(shape, new Float64Array(data.length)), tensor(shape, new Float64Array(data.length))],
});

const stepped = (
  rule: ReturnType<typeof adamW>,
  state: State,
  gradient: Float64Tensor,
  at: { step: number; learningRate: number },
) => {
  const nn = float64Interpreter(() => expect.fail('an optimiser asks for no parameters'));
  const scalars = rule.scalars(at);
  return rule.update(nn, { ...state, gradient, scalar: (name) => tensor([], [scalars[name]!]) });
};

describe('adamW', () => {
  it('moves by the learning rate against the sign of the first gradient, and decays', () => {
    const state = start([2], [1, -2]);
    const { parameter } = stepped(adamW(), state, tensor([2], [0.5, 1e-3]), { step: 1, learningRate: 0.1 });
    // p (1 - 0.1 * 0.01) - 0.1 g / (|g| + 1e-8)
    expect(parameter.data[0]).to.be.closeTo(0.999 - 0.1, 1e-7);
    expect(parameter.data[1]).to.be.closeTo(-1.998 - 0.1, 2e-6);
  });

  it('without decay leaves parameters without gradients alone', () => {
    const { parameter } = stepped(adamW({ weightDecay: 0 }), start([1], [3]), tensor([1], [0]), {
      step: 1,
      learningRate: 1,
    });
    expect(parameter.data[0]).to.equal(3);
  });

  describeGoldens('agrees with PyTorch over ten steps', () => {
    const TOLERANCE = 1e-6;
    const trace = (name: string, shape: readonly number[], scaled: (step: number, value: number) => number) => {
      const { lr } = goldenJson<{ lr: readonly number[] }>('training', 'adamw', 'manifest.json');
      const expected = goldenNpy('training', 'adamw', `${name}.npy`).data;
      const length = expected.length / lr.length;
      let state = start(shape, parameterFill(`adamw.${name}`, shape));
      for (const [index, learningRate] of lr.entries()) {
        const filled = goldenInput(`input:adamw_${name}_${index}`, shape).map((value) => scaled(index, value));
        state = stepped(adamW(), state, tensor(shape, filled), { step: index + 1, learningRate });
        const step = expected.subarray(index * length, (index + 1) * length);
        expect(maxAbsDiff(state.parameter.data, step), `step ${index + 1}`).to.be.below(TOLERANCE);
      }
    };

    it('for a matrix whose gradients change their size', () => {
      trace('weight', [3, 4], (step, value) => value * Math.fround(10 ** ((step % 3) - 2)));
    });
    it('for a vector', () => {
      trace('bias', [3], (_, value) => value);
    });
  });
});
