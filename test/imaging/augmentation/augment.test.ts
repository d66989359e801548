import { expect } from 'chai';
import fc from 'fast-check';
import { affineMatrix } from '../../../src/imaging/augmentation/affine.ts';
import { augmented } from '../../../src/imaging/augmentation/augment.ts';
import { inChannelOrder } from '../../../src/imaging/augmentation/channel-order.ts';
import { correlated } from '../../../src/imaging/augmentation/correlate.ts';
import { drawAugmentation } from '../../../src/imaging/augmentation/draw.ts';
import { sharpenKernel } from '../../../src/imaging/augmentation/kernel.ts';
import { warpedHeatmaps, warpedImage } from '../../../src/imaging/augmentation/warp.ts';
import { seedOf, uniformAt, unitFill } from '../../../src/models/weights/fill.ts';
import { thrownBy } from '../thrown.ts';

const randomOf = (name: string): (() => number) => {
  const seed = seedOf(name);
  let drawn = 0;
  return () => uniformAt(seed, drawn++);
};

const OPTIONS = { channels: 5, filterProbability: 0.5, shuffleProbability: 0.5, maxAngleDeg: 15 };

describe('inChannelOrder', () => {
  it('puts slice order[i] at place i', () => {
    expect([...inChannelOrder(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 0, 1])]).to.deep.equal([5, 6, 1, 2, 3, 4]);
  });

  it('is undone by the inverse order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (order) => {
        const stack = unitFill('stack', 20);
        const inverse = order.map((_, slice) => order.indexOf(slice));
        expect(inChannelOrder(inChannelOrder(stack, order), inverse)).to.deep.equal(stack);
      }),
    );
  });

  it('refuses what is no order of the slices', () => {
    expect(thrownBy(() => inChannelOrder(new Float32Array(6), [0, 2, 2]))).to.deep.equal({
      code: 'CHANNEL_ORDER',
      reason: '[0, 2, 2] is not a permutation of 3 channels; give each of 0 to 2 once',
    });
    expect(thrownBy(() => inChannelOrder(new Float32Array(7), [0, 1, 2]))?.code).to.equal('CHANNEL_ORDER');
  });
});

describe('drawAugmentation', () => {
  const draws = Array.from({ length: 4000 }, (_, i) => drawAugmentation(randomOf(`draw ${i}`), OPTIONS));
  const share = (count: number) => count / draws.length;

  it('follows from its random numbers', () => {
    expect(drawAugmentation(randomOf('same'), OPTIONS)).to.deep.equal(drawAugmentation(randomOf('same'), OPTIONS));
  });

  it('filters and reorders as often as it is told, sharpening in half of the filtered', () => {
    // four standard deviations of a share of 4000 draws: 4 sqrt(0.25 / 4000) = 0.032
    const filtered = draws.filter(({ filter }) => filter !== undefined);
    const sharpened = filtered.filter(({ filter }) => filter!.weights.some((weight) => weight < 0));
    expect(share(filtered.length)).to.be.closeTo(0.5, 0.032);
    expect(share(sharpened.length)).to.be.closeTo(0.25, 0.032);
    expect(share(draws.filter(({ channelOrder }) => channelOrder !== undefined).length)).to.be.closeTo(0.5, 0.032);
  });

  it('never filters or reorders at probability 0', () => {
    const never = { ...OPTIONS, filterProbability: 0, shuffleProbability: 0 };
    for (let i = 0; i < 50; i++) {
      const { filter, channelOrder } = drawAugmentation(randomOf(`never ${i}`), never);
      expect([filter, channelOrder]).to.deep.equal([undefined, undefined]);
    }
  });

  it('spreads the angles over the whole range', () => {
    for (const angle of ['rotateDeg', 'shearXDeg', 'shearYDeg'] as const) {
      const angles = draws.map(({ turnAndShear }) => turnAndShear[angle]);
      expect(Math.min(...angles)).to.be.within(-15, -14.9);
      expect(Math.max(...angles)).to.be.within(14.9, 15);
    }
  });

  it('gives every slice every place, and blurs along at least two pixels of 3, 5 or 7', () => {
    const first = new Set(draws.flatMap(({ channelOrder }) => channelOrder?.[0] ?? []));
    expect([...first].sort()).to.deep.equal([0, 1, 2, 3, 4]);
    const blurs = draws.flatMap(({ filter }) => (filter?.weights.every((weight) => weight >= 0) ? [filter] : []));
    expect([...new Set(blurs.map(({ sizePx }) => sizePx))].sort()).to.deep.equal([3, 5, 7]);
    for (const { weights } of blurs) expect(weights.filter((weight) => weight > 0).length).to.be.at.least(2);
  });
});

describe('augmented', () => {
  const size = { rows: 6, columns: 7 };
  const stack = unitFill('sample', 3 * 42);
  const heatmaps = unitFill('targets', 2 * 42);
  const turnAndShear = { rotateDeg: 8, shearXDeg: -3, shearYDeg: 5 };

  it('filters, reorders, then warps the stack, and only warps the heatmaps', () => {
    const filter = sharpenKernel({ alpha: 0.3, lightness: 0.8 });
    const result = augmented({ stack, heatmaps }, size, { filter, channelOrder: [1, 2, 0], turnAndShear });
    const matrix = affineMatrix(turnAndShear, size);
    expect(result.stack).to.deep.equal(
      warpedImage(inChannelOrder(correlated(stack, size, filter), [1, 2, 0]), size, matrix),
    );
    expect(result.heatmaps).to.deep.equal(warpedHeatmaps(heatmaps, size, matrix));
  });

  it('changes nothing that it was given, and needs no heatmaps', () => {
    const before = stack.slice();
    const none = {
      filter: undefined,
      channelOrder: undefined,
      turnAndShear: { rotateDeg: 0, shearXDeg: 0, shearYDeg: 0 },
    };
    const result = augmented({ stack }, size, none);
    expect(result.heatmaps).to.equal(undefined);
    expect(result.stack).to.deep.equal(stack);
    expect(result.stack).not.to.equal(stack);
    expect(stack).to.deep.equal(before);
  });
});
