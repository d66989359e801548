import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { linear } from '../../../src/models/nn/layers.ts';
import type { Network } from '../../../src/models/nn/network.ts';
import { scopeOf } from '../../../src/models/nn/scope.ts';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { weightedSum } from '../../../src/training/augmentations/mixing.ts';
import { anySevereInfo, anySevereLoss, anySevereTarget } from '../../../src/training/losses/any-severe.ts';
import { classTargets, type Shares } from '../../../src/training/losses/class-targets.ts';
import { crossEntropy } from '../../../src/training/losses/cross-entropy.ts';
import { startOnnxEngine } from '../../../src/training/onnx-engine.ts';
import { adamW } from '../../../src/training/optimisers.ts';
import { mixedGrade } from '../../../src/training/run/pseudo-labels.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { evaluated } from '../../support/loss-in-double.ts';

interface Reference {
  readonly shape: readonly number[];
  readonly logits: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
}
interface References {
  readonly anySevere: Reference & { readonly weight: number; readonly labels: readonly (readonly number[])[] };
  readonly mixup: Reference & {
    readonly share: number;
    readonly labels: readonly (readonly number[])[];
    readonly others: readonly (readonly number[])[];
  };
  readonly soft: Reference & { readonly labels: readonly Shares[] };
}

/** PyTorch 1.13 in double precision: `python3 bench/loss-references.py`. */
const REFERENCES: References = JSON.parse(readFileSync(new URL('references.json', import.meta.url), 'utf8'));
const WEIGHTS = [1, 2, 4];
const TOLERANCE = 1e-6;

const agrees = (loss: typeof crossEntropy, { shape, logits, value, gradient }: Reference, target: Float32Array) => {
  const found = evaluated(loss, shape, logits, target);
  expect(found.value).to.be.closeTo(value, TOLERANCE * Math.abs(value));
  expect(maxAbsDiff(found.gradient, gradient)).to.be.below(TOLERANCE);
};

const ofStudies = (labels: readonly (readonly number[])[], weight: number): Float32Array =>
  Float32Array.from(
    labels.flatMap((one) => [
      ...anySevereInfo.targetsOf({ weight }, { classWeights: WEIGHTS })(classTargets(one, WEIGHTS)),
    ]),
  );

describe('losses in value and gradient', () => {
  it('any severe level: 1 less the product of complements', () => {
    const { anySevere } = REFERENCES;
    agrees(anySevereLoss, anySevere, ofStudies(anySevere.labels, anySevere.weight));
  });

  it('mixup: the loss of both labels in their shares', () => {
    const { mixup } = REFERENCES;
    const [own, other] = [mixup.labels, mixup.others].map((labels) => classTargets(labels.flat(), WEIGHTS));
    agrees(crossEntropy, mixup, weightedSum(own!, other!, mixup.share));
  });

  it('soft labels: shares of the severities as targets', () => {
    const { soft } = REFERENCES;
    agrees(crossEntropy, soft, classTargets(soft.labels, WEIGHTS));
  });
});

describe('severe at any level', () => {
  const of = (...labels: readonly number[]) => anySevereTarget(classTargets(labels, WEIGHTS), WEIGHTS);

  it('has the label and the weight of the most severe level', () => {
    expect(of(0, 0, 0, 0, 0)).to.eql([1, 0, 0]);
    expect(of(0, 1, 0, 0, 0)).to.eql([2, 0, 0]);
    expect(of(0, 1, 0, 2, 0)).to.eql([0, 0, 4]);
  });

  it('is not known where a level without a label could decide', () => {
    expect(of(0, 1, -100, 0, 0)).to.eql([0, 0, 0]);
    expect(of(0, 2, -100, 0, 0)).to.eql([0, 0, 4]);
  });

  it('of shares is a share', () => {
    const even: Shares = [0.5, 0, 0.5];
    const [no, , yes] = anySevereTarget(classTargets([even, even, 0, 0, 0], WEIGHTS), WEIGHTS);
    expect(yes! / (no! + yes!)).to.be.closeTo(0.75, 1e-6);
  });

  it('is learned on ONNX Runtime, with the loss in use that it has in training', async function () {
    this.timeout(60_000);
    const network: Network = {
      name: 'a small network of a study',
      inputs: [{ name: 'x', shape: ['n', 6] }],
      outputNames: ['logits'],
      build: (nn, [x]) => [linear(scopeOf(nn, 'fc'), x!, { out: 75 })],
    };
    const labels = [0, 1, 2].map((study) => Array.from({ length: 25 }, (_, place) => (study * place) % 3));
    const batch = {
      inputs: { x: { shape: [3, 6], data: unitFill('x', 18) } },
      target: { shape: [3, 26, 3], data: ofStudies(labels, 5) },
    };
    const engine = await startOnnxEngine({
      ...{
        network,
        weights: filledWeights(network),
        loss: anySevereLoss,
        optimiser: adamW(),
        seed: 'a',
        threads: 1,
      },
    });
    try {
      const { loss: before } = await engine.evaluate(batch);
      expect((await engine.step(batch, { learningRate: 0.1 })).loss).to.be.closeTo(before, 1e-6);
      for (let step = 0; step < 20; step++) await engine.step(batch, { learningRate: 0.1 });
      expect((await engine.evaluate(batch)).loss).to.be.below(0.5 * before);
    } finally {
      await engine.close();
    }
  });
});

describe('a true label and a pseudo label in one', () => {
  const shares = fc
    .tuple(...([0, 1, 2] as const).map(() => fc.double({ min: 0.01, max: 1, noNaN: true })))
    .map((all): Shares => {
      const sum = all.reduce((total, one) => total + one, 0);
      return [all[0]! / sum, all[1]! / sum, all[2]! / sum];
    });

  it('counts as one label, or as its weight where there is no true one', () =>
    fc.assert(
      fc.property(
        shares,
        fc.constantFrom(0, 1, 2, -100),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (p, grade, w) => {
          const mixed = mixedGrade(grade, p, w);
          expect(mixed.reduce((sum, one) => sum + one, 0)).to.be.closeTo(grade === -100 ? w : 1, 1e-12);
          expect(mixed.every((one, severity) => one >= w * p[severity]!)).to.equal(true);
        },
      ),
    ));

  it('of weight 0 is the true one', () => {
    expect(mixedGrade(1, [0.2, 0.3, 0.5], 0)).to.eql([0, 1, 0]);
    expect([...classTargets([mixedGrade(1, [0.2, 0.3, 0.5], 0)], WEIGHTS)]).to.eql([...classTargets([1], WEIGHTS)]);
  });
});
