import { expect } from 'chai';
import { foldColours } from '../../../src/models/weights/fold-colours.ts';
import type { WeightArray } from '../../../src/models/weights/state-dict.ts';

/** Two outputs, three colours, a kernel of 1 x 2. */
const colour: WeightArray = {
  dtype: 'float32',
  shape: [2, 3, 1, 2],
  data: Float32Array.of(1, 2, 10, 20, 100, 200, 3, 4, 30, 40, 300, 400),
};

describe('foldColours', () => {
  it('sums the colours for grey pictures', () => {
    const { shape, data } = foldColours(colour, 1);
    expect(shape).to.deep.equal([2, 1, 1, 2]);
    expect([...data]).to.deep.equal([111, 222, 333, 444]);
  });

  it('repeats them for more channels, so that their sum stays what it was', () => {
    const { shape, data } = foldColours(colour, 6);
    expect(shape).to.deep.equal([2, 6, 1, 2]);
    expect([...data.subarray(0, 12)]).to.deep.equal([0.5, 1, 5, 10, 50, 100, 0.5, 1, 5, 10, 50, 100]);
    const five = foldColours(colour, 5).data; // red, green, blue, red, green, each times 3 / 5 in float32
    expect([...five.subarray(0, 10)]).to.deep.equal(
      [1, 2, 10, 20, 100, 200, 1, 2, 10, 20].map((value) => Math.fround(value * Math.fround(0.6))),
    );
  });

  it('takes the first of them for two channels, times 3 / 2', () => {
    expect([...foldColours(colour, 2).data.subarray(0, 4)]).to.deep.equal([1.5, 3, 15, 30]);
  });

  it('leaves three channels, and weights that are not of colours', () => {
    expect(foldColours(colour, 3)).to.equal(colour);
    const grey: WeightArray = { dtype: 'float32', shape: [1, 1, 1, 1], data: Float32Array.of(1) };
    expect(foldColours(grey, 5)).to.equal(grey);
  });
});
