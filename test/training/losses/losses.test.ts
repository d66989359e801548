import { expect } from 'chai';
import { seedOf, uniformAt } from '../../../src/models/weights/fill.ts';
import { classTargets } from '../../../src/training/losses/class-targets.ts';
import { crossEntropy } from '../../../src/training/losses/cross-entropy.ts';
import { meanSquaredError } from '../../../src/training/losses/mean-squared-error.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../../support/goldens.ts';
import { evaluated } from '../../support/loss-in-double.ts';
import { thrownBy } from '../../support/thrown-by.ts';

describe('losses', () => {
  it('mean squared error is the mean over all elements', () => {
    // ((1 - 0)^2 + (2 - 4)^2) / 2; gradients 2 (y - t) / 2
    const { value, gradient } = evaluated(meanSquaredError, [1, 2], [1, 2], Float32Array.of(0, 4));
    expect(value).to.equal(2.5);
    expect([...gradient]).to.eql([1, -2]);
  });

  it('cross entropy weighs places by the class and divides by the weights', () => {
    // all logits equal: log 3 at every place, whatever the weights
    const { value } = evaluated(crossEntropy, [2, 6], new Float32Array(12), classTargets([0, 2, -100, 1], [1, 2, 4]));
    expect(value).to.be.closeTo(Math.log(3), 1e-12);
  });

  it('class targets hold the weight at the true class, and nothing where the label is missing', () => {
    expect([...classTargets([2, -100], [1, 2, 4])]).to.eql([0, 0, 4, 0, 0, 0]);
    expect([...classTargets([1])]).to.eql([0, 1, 0]);
  });

  it('refuses labels that are no class, and outputs that are no logits', () => {
    expect(thrownBy(() => classTargets([0, 3]))).to.include({
      code: 'TRAINING_LABEL_UNFIT',
      reason: 'label 1 of the batch is 3, expected 0, 1, 2, or -100 if missing; correct the labels',
    });
    expect(thrownBy(() => crossEntropy.targetShape(['n', 4]))).to.include({
      code: 'TRAINING_LOGITS_UNFIT',
      reason:
        'cross entropy got an output [n, 4], expected logits [n, 3 * sites]; train this network with another loss',
    });
  });

  describeGoldens('agree with PyTorch', () => {
    interface Case {
      readonly name: string;
      readonly loss: string;
      readonly weight?: readonly number[] | null;
      readonly labels?: readonly (number | readonly number[])[];
      readonly input: { readonly fill_name: string; readonly shape: readonly number[]; readonly values: string };
      readonly value: number | null;
      readonly grad_file: string;
    }
    const TOLERANCE = 1e-6;
    /** r of the fill, in [0, 1). */
    const squareTarget = () =>
      Float32Array.from({ length: 256 }, (_, i) => uniformAt(seedOf('input:loss_mse_target'), i));
    const inputOf = ({ fill_name, shape, values }: Case['input']) => goldenInput(fill_name, shape, values);

    it('in values and gradients', () => {
      for (const c of goldenJson<{ cases: readonly Case[] }>('training', 'losses', 'manifest.json').cases) {
        const loss = c.labels === undefined ? meanSquaredError : crossEntropy;
        const target = c.labels === undefined ? squareTarget() : classTargets(c.labels.flat(), c.weight ?? undefined);
        const { value, gradient } = evaluated(loss, c.input.shape, inputOf(c.input), target);
        if (c.value === null) expect(value, c.name).to.be.NaN;
        else expect(value, c.name).to.be.closeTo(c.value, TOLERANCE * Math.abs(c.value));
        const expected = goldenNpy('training', 'losses', c.grad_file).data;
        expect(maxAbsDiff(gradient, expected), c.name).to.be.below(TOLERANCE);
      }
    });
  });
});
