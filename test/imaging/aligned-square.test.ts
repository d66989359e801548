import { expect } from 'chai';
import fc from 'fast-check';
import { alignedInside, alignedPixels, resize } from '../../src/imaging/index.ts';
import { maxAbsDiff } from '../support/goldens.ts';

const [ROWS, COLUMNS] = [60, 80];
const imageOf = (valueAt: (x: number, y: number) => number) => ({
  rows: ROWS,
  columns: COLUMNS,
  pixels: Float32Array.from({ length: ROWS * COLUMNS }, (_, i) =>
    valueAt((i % COLUMNS) + 0.5, Math.floor(i / COLUMNS) + 0.5),
  ),
});
const smooth = (x: number, y: number): number => Math.sin(x / 25) + Math.cos(y / 21);
const SQUARE = { centre: { xPx: 40, yPx: 30 }, sizeMm: 20, angle: 0, xSpacingMm: 1, ySpacingMm: 1 };

describe('a turned square', () => {
  it('that is not turned is the box, resized', () => {
    const image = imageOf(smooth);
    const box = {
      ...{ rows: 20, columns: 20 },
      pixels: Float32Array.from(
        { length: 400 },
        (_, i) => image.pixels[(20 + Math.floor(i / 20)) * COLUMNS + 30 + (i % 20)]!,
      ),
    };
    const [found, expected] = [alignedPixels(image, SQUARE, 16), resize(box, { rows: 16, columns: 16 })];
    // a box repeats its edge, a square sees what lies beyond
    const inner = (pixels: ArrayLike<number>) =>
      Array.from(pixels).filter((_, i) => [i % 16, Math.floor(i / 16)].every((at) => at > 1 && at < 14));
    expect(maxAbsDiff(inner(found.pixels), inner(expected))).to.be.below(1e-5);
  });

  it('shows what lies at its places in the patient, whatever its turn, size and spacing', () =>
    fc.assert(
      fc.property(
        fc.record({
          angle: fc.double({ min: -0.7, max: 0.7, noNaN: true }),
          sizeMm: fc.double({ min: 8, max: 18, noNaN: true }),
          xSpacingMm: fc.double({ min: 0.6, max: 1.4, noNaN: true }),
          ySpacingMm: fc.double({ min: 0.6, max: 1.4, noNaN: true }),
        }),
        (o) => {
          const square = { ...SQUARE, ...o };
          const found = alignedPixels(imageOf(smooth), square, 8);
          for (let i = 0; i < 64; i++) {
            const [u, v] = [((i % 8) + 0.5) / 8 - 0.5, (Math.floor(i / 8) + 0.5) / 8 - 0.5].map((at) => at * o.sizeMm);
            const x = 40 + (Math.cos(o.angle) * u! - Math.sin(o.angle) * v!) / o.xSpacingMm;
            const y = 30 + (Math.sin(o.angle) * u! + Math.cos(o.angle) * v!) / o.ySpacingMm;
            expect(found.pixels[i]).to.be.closeTo(smooth(x, y), 5e-3);
          }
        },
      ),
      { numRuns: 40 },
    ));

  it('is inside where its corners are', () => {
    expect(alignedInside({ ...SQUARE, sizeMm: 60 }, { rows: ROWS, columns: COLUMNS })).to.equal(true);
    expect(alignedInside({ ...SQUARE, sizeMm: 60, angle: 0.1 }, { rows: ROWS, columns: COLUMNS })).to.equal(false);
  });
});
