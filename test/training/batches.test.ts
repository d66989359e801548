import { expect } from 'chai';
import fc from 'fast-check';
import { batchParts, samplesIn } from '../../src/training/batches.ts';

const batchOf = (samples: number) => ({
  inputs: { x: { shape: [samples, 2], data: Float32Array.from({ length: 2 * samples }, (_, i) => i) } },
  target: { shape: [samples, 1], data: Float32Array.from({ length: samples }, (_, i) => i) },
});

describe('batchParts', () => {
  const sizes = (samples: number, limit: number) => batchParts(batchOf(samples), limit).map(samplesIn);

  it('leaves no sample alone, for batch statistics need two', () => {
    expect(sizes(5, 2)).to.eql([3, 2]);
    expect(sizes(3, 2)).to.eql([3]);
    expect(sizes(7, 3)).to.eql([2, 3, 2]);
    expect(sizes(1, 2)).to.eql([1]);
    expect(sizes(3, 1)).to.eql([1, 1, 1]);
  });

  it('gives every sample once, in order, in parts of at most the limit, or three where pairs do not come out even', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 2, max: 45 }), (samples, limit) => {
        const parts = batchParts(batchOf(samples), limit);
        expect(parts.flatMap(({ target }) => [...target.data])).to.eql(Array.from({ length: samples }, (_, i) => i));
        expect(parts.flatMap(({ inputs }) => [...inputs.x!.data])).to.have.length(2 * samples);
        for (const part of parts) {
          expect(samplesIn(part)).to.be.at.least(2);
          expect(samplesIn(part)).to.be.at.most(limit === 2 ? 3 : limit);
        }
      }),
    );
  });
});
