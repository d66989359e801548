import { expect } from 'chai';
import fc from 'fast-check';
import { type AffineMatrix, affineMatrix, inverseOf, isIdentity } from '../../../src/imaging/augmentation/affine.ts';
import { mapPoint } from '../../support/map-point.ts';
import { thrownBy } from '../thrown.ts';

const SIZE = { rows: 5, columns: 9 }; // the middle is column 4, row 2
const NONE = { rotateDeg: 0, shearXDeg: 0, shearYDeg: 0 };

const expectNear = (actual: { xPx: number; yPx: number }, xPx: number, yPx: number) => {
  expect(actual.xPx).to.be.closeTo(xPx, 1e-9);
  expect(actual.yPx).to.be.closeTo(yPx, 1e-9);
};

const angles = fc.record({
  rotateDeg: fc.double({ min: -15, max: 15, noNaN: true }),
  shearXDeg: fc.double({ min: -15, max: 15, noNaN: true }),
  shearYDeg: fc.double({ min: -15, max: 15, noNaN: true }),
});

describe('affineMatrix', () => {
  it('is the identity without angles', () => {
    expect(isIdentity(affineMatrix(NONE, SIZE))).to.equal(true);
    expect(isIdentity(affineMatrix({ ...NONE, rotateDeg: 1 }, SIZE))).to.equal(false);
  });

  it('turns the right edge up', () => {
    // a quarter turn: two columns right of the middle become two rows above it
    expectNear(mapPoint(affineMatrix({ ...NONE, rotateDeg: 90 }, SIZE), { xPx: 6, yPx: 2 }), 4, 0);
  });

  it('shears rows by their distance from the middle', () => {
    // tan 45 deg = 1: two rows below the middle go two columns to the right
    expectNear(mapPoint(affineMatrix({ ...NONE, shearXDeg: 45 }, SIZE), { xPx: 1, yPx: 4 }), 3, 4);
  });

  it('shears columns by their distance from the middle', () => {
    // three columns left of the middle go three rows down
    expectNear(mapPoint(affineMatrix({ ...NONE, shearYDeg: 45 }, SIZE), { xPx: 1, yPx: 2 }), 1, 5);
  });

  it('shears vertically, then horizontally, then turns', () => {
    const step = (part: Partial<typeof NONE>) => affineMatrix({ ...NONE, ...part }, SIZE);
    fc.assert(
      fc.property(angles, (all) => {
        const start = { xPx: 7, yPx: 1 };
        const sheared = mapPoint(
          step({ shearXDeg: all.shearXDeg }),
          mapPoint(step({ shearYDeg: all.shearYDeg }), start),
        );
        const { xPx, yPx } = mapPoint(step({ rotateDeg: all.rotateDeg }), sheared);
        expectNear(mapPoint(affineMatrix(all, SIZE), start), xPx, yPx);
      }),
    );
  });

  it('keeps the middle where it is', () => {
    fc.assert(fc.property(angles, (all) => expectNear(mapPoint(affineMatrix(all, SIZE), { xPx: 4, yPx: 2 }), 4, 2)));
  });
});

describe('inverseOf', () => {
  it('takes every point back', () => {
    fc.assert(
      fc.property(angles, fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }), (all, xPx, yPx) => {
        const matrix = affineMatrix(all, SIZE);
        expectNear(mapPoint(inverseOf(matrix), mapPoint(matrix, { xPx, yPx })), xPx, yPx);
      }),
    );
  });

  it('refuses a map onto a line', () => {
    const flat: AffineMatrix = { xx: 1, xy: 2, x0: 0, yx: 2, yy: 4, y0: 0 };
    expect(thrownBy(() => inverseOf(flat))).to.deep.equal({
      code: 'MATRIX_SINGULAR',
      reason: 'the affine matrix is singular; use smaller shear angles',
    });
  });
});
