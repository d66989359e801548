import { expect } from 'chai';
import fc from 'fast-check';
import { drawOrder } from '../../../src/imaging/index.ts';
import { cutmix, drawCut, withCut } from '../../../src/training/augmentations/cutmix.ts';
import type { MixedSample } from '../../../src/training/augmentations/define-augmentation.ts';
import { mixtureShare } from '../../../src/training/augmentations/mixing.ts';
import { mixup } from '../../../src/training/augmentations/mixup.ts';
import { randomOf } from '../../../src/training/data/rng-streams.ts';

const SIZE = 8;
const sampleAt = (index: number): MixedSample => ({
  inputs: [{ name: 'x', shape: [2, SIZE, SIZE], data: new Float32Array(2 * SIZE * SIZE).fill(index) }],
  target: { shape: [1, 3], data: Float32Array.from([0, 1, 2], (c) => (c === index % 3 ? 1 : 0)) },
});
const samples = [0, 1, 2, 3, 4].map(sampleAt);

/** Two labels of the same sample: what its pixels say, and what its target says. */
const meanOf = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0) / data.length;
const sumOf = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0);

describe('a share from Beta(alpha, alpha)', () => {
  for (const alpha of [0.05, 0.2, 0.4, 1, 4])
    it(`has mean 1/2 and variance 1 / (4 (2 alpha + 1)), alpha ${alpha}`, () => {
      const random = randomOf(`beta ${alpha}`);
      const drawn = Array.from({ length: 20_000 }, () => mixtureShare(random, alpha));
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
      const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
      expect(drawn.every((value) => value >= 0 && value <= 1)).to.equal(true);
      expect(mean).to.be.closeTo(0.5, 0.02);
      expect(variance).to.be.closeTo(1 / (4 * (2 * alpha + 1)), 0.005);
    });
});

describe('samples mixed in a batch', () => {
  it('have partners that are each of the batch once', () =>
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (seed, count) => {
        const partners = [...drawOrder(randomOf(seed), count)].sort((a, b) => a - b);
        expect(partners).to.deep.equal(Array.from({ length: count }, (_, index) => index));
      }),
    ));

  for (const info of [mixup, cutmix])
    it(`by ${info.name} have targets in the shares of their pixels, and leave what was given`, () =>
      fc.assert(
        fc.property(fc.string(), (seed) => {
          const mixed = info.draw(randomOf(seed), { probability: 1, alpha: 1 })!(samples);
          expect(mixed).to.have.length(samples.length);
          for (const [index, { inputs, target }] of mixed.entries()) {
            expect(sumOf(target.data)).to.be.closeTo(1, 1e-6);
            const own = target.data[index % 3]!;
            const value = meanOf(inputs[0]!.data);
            // pixels are share * index + (1 - share) * partner, the target's own class has that share, or 1 with a partner of the same grade
            const others = samples
              .map((_, other) => other)
              .filter((other) => Math.abs(value - index) < 1e-6 || other !== index);
            const fits = others.some((other) => {
              const share = other === index ? 1 : (value - other) / (index - other);
              return Math.abs((other % 3 === index % 3 ? 1 : share) - own) < 1e-5;
            });
            expect(fits, `${value} of ${index}, ${own}`).to.equal(true);
          }
          expect(samples).to.deep.equal([0, 1, 2, 3, 4].map(sampleAt));
        }),
        { numRuns: 50 },
      ));

  it('by cutmix have one rectangle of the other in every slice', () => {
    const part = { shape: [2, 4, 4], data: new Float32Array(32) };
    const { data, left } = withCut(part, new Float32Array(32).fill(1), {
      left: 0.25,
      right: 0.75,
      top: 0,
      bottom: 0.5,
    });
    expect(left).to.equal(0.75);
    expect([...data.slice(0, 16)]).to.deep.equal([0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...data.slice(16)]).to.deep.equal([...data.slice(0, 16)]);
  });

  it('are cut no more than asked', () =>
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, area) => {
        const { left, right, top, bottom } = drawCut(randomOf(seed), area);
        expect((right - left) * (bottom - top)).to.be.within(0, area + 1e-9);
      }),
    ));
});
