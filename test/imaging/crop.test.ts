import { expect } from 'chai';
import fc from 'fast-check';
import { boxInside, roundHalfEven, squareAbout } from '../../src/imaging/crop.ts';

describe('roundHalfEven', () => {
  it('sends ties to the even neighbour, on either side of 0', () => {
    const ties = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5];
    expect(ties.map(roundHalfEven)).to.deep.equal([-2, -2, 0, 0, 2, 2, 4]);
  });

  it('rounds the rest to the nearest', () => {
    expect([-1.51, -0.2, 0.49999999999999994, 0.51, 7, 1e15 + 1].map(roundHalfEven)).to.deep.equal([
      -2,
      0,
      0,
      1,
      7,
      1e15 + 1,
    ]);
  });

  it('never gives a negative zero', () => {
    for (const x of [-0, -0.5, -0.2, 0.5]) expect(Object.is(roundHalfEven(x), 0)).to.equal(true);
  });

  it('stays within half of its argument and is odd', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (x) => {
        expect(Math.abs(roundHalfEven(x) - x)).to.be.at.most(0.5);
        expect(roundHalfEven(-x) + roundHalfEven(x)).to.equal(0);
      }),
    );
  });
});

describe('squareAbout', () => {
  it('measures each axis by its own spacing', () => {
    // x: 50 / 0.5 = 100 px about 120; y: 50 / 0.8 = 62.5 px about 90, so 58.75 to 121.25
    const box = squareAbout({ xPx: 120, yPx: 90 }, { sizeMm: 50, xSpacingMm: 0.5, ySpacingMm: 0.8 });
    expect(box).to.deep.equal({ x0: 70, y0: 59, x1: 170, y1: 121 });
  });

  it('rounds each bound half to even, so equal squares may differ by a pixel', () => {
    // 5 px about 10: 7.5 -> 8 and 12.5 -> 12; about 11: 8.5 -> 8 and 13.5 -> 14
    const square = { sizeMm: 5, xSpacingMm: 1, ySpacingMm: 1 };
    expect(squareAbout({ xPx: 10, yPx: 11 }, square)).to.deep.equal({ x0: 8, x1: 12, y0: 8, y1: 14 });
  });

  it('does not clip', () => {
    const box = squareAbout({ xPx: 0, yPx: 3 }, { sizeMm: 10, xSpacingMm: 1, ySpacingMm: 2 });
    expect(box).to.deep.equal({ x0: -5, y0: 0, x1: 5, y1: 6 });
  });
});

describe('boxInside', () => {
  const image = { rows: 4, columns: 6 };

  it('accepts the whole image', () => expect(boxInside({ x0: 0, y0: 0, x1: 6, y1: 4 }, image)).to.equal(true));

  it('refuses a box that leaves by any side', () => {
    expect(boxInside({ x0: -1, y0: 0, x1: 6, y1: 4 }, image)).to.equal(false);
    expect(boxInside({ x0: 0, y0: -1, x1: 6, y1: 4 }, image)).to.equal(false);
    expect(boxInside({ x0: 0, y0: 0, x1: 7, y1: 4 }, image)).to.equal(false);
    expect(boxInside({ x0: 0, y0: 0, x1: 6, y1: 5 }, image)).to.equal(false);
  });

  it('refuses bounds that are NaN', () => {
    expect(boxInside({ x0: Number.NaN, y0: 0, x1: 6, y1: 4 }, image)).to.equal(false);
  });
});
