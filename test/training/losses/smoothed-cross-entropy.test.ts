import { expect } from 'chai';
import { classTargets } from '../../../src/training/losses/class-targets.ts';
import { crossEntropy } from '../../../src/training/losses/cross-entropy.ts';
import { smoothedCrossEntropy } from '../../../src/training/losses/smoothed-cross-entropy.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { evaluated } from '../../support/loss-in-double.ts';

/** PyTorch 1.13: CrossEntropyLoss(weight, label_smoothing) on logits [2, 3, 2] and labels [[0, 2], [-100, 1]], in double precision. */
const CASES = [
  {
    smoothing: 0.1,
    weights: [1, 2, 4],
    logits: [1.6, 0.34, 0.18, -1.22, 0.1, -2.74, 0.68, 2.02, -2.88, 1.96, 1.04, 2.48],
    value: 2.259559966019408,
    gradient: [
      ...[-0.022806381428, 0.431207432499, 0.017192103997, 0.082089074172, 0.005614277432, -0.513296506671],
      ...[0, 0.077623090735, 0, -0.189079399808, 0, 0.111456309073],
    ],
  },
  {
    smoothing: 0.25,
    weights: [1, 1, 1],
    logits: [-1.72, 0.6, 0.84, -0.16, 1.86, 1.64, 1, -0.32, -1.36, -2.12, 1.5, 0.48],
    value: 2.2351679392391173,
    gradient: [
      ...[-0.27108559491, 0.049797827398, 0.058791077237, 0.008501728318, 0.212294517673, -0.058299555716],
      ...[0, 0.070526285921, 0, -0.261528225341, 0, 0.19100193942],
    ],
  },
  {
    smoothing: 0,
    weights: [1, 2, 4],
    logits: [-0.78, 0.3, -2.36, 1.06, -2.9, -1.26, 0.3, -0.5, 0.9, 0.02, 2.68, 2.92],
    value: 2.474901919579054,
    gradient: [
      ...[-0.035122287536, 0.170656574415, 0.022190697405, 0.364910894942, 0.012931590132, -0.535567469357],
      ...[0, 0.00859253803, 0, -0.271261399166, 0, 0.262668861136],
    ],
  },
] as const;
const LABELS = [0, 2, -100, 1];

describe('smoothed cross entropy', () => {
  for (const { smoothing, weights, logits, value, gradient } of CASES)
    it(`is that of PyTorch, smoothing ${smoothing}, weights ${weights.join(', ')}`, () => {
      const target = classTargets(LABELS, weights);
      const found = evaluated(smoothedCrossEntropy(smoothing, weights), [2, 6], logits, target);
      expect(found.value).to.be.closeTo(value, 1e-7); // the matrix is float32
      expect(maxAbsDiff(found.gradient, gradient)).to.be.below(1e-7);
    });

  it('without smoothing is the plain one', () => {
    const [, , { weights, logits }] = CASES;
    const target = classTargets(LABELS, weights);
    const of = (loss: typeof crossEntropy) => evaluated(loss, [2, 6], logits, target);
    expect(of(smoothedCrossEntropy(0, weights))).to.deep.equal(of(crossEntropy));
  });
});
