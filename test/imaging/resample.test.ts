import { expect } from 'chai';
import fc from 'fast-check';
import type { ReadonlyPixels } from '../../src/domain/image.ts';
import { resampleInto } from '../../src/imaging/resample.ts';
import { cubicTaps, type Taps } from '../../src/imaging/taps.ts';
import { maxAbsDiff } from '../support/goldens.ts';

const KINDS = [Int8Array, Uint8Array, Int16Array, Uint16Array, Float32Array, Float64Array] as const;

/** One line resampled as Taps define it, in float64. */
const plainLine = (line: ArrayLike<number>, { first, weights }: Taps): number[] =>
  Array.from(first, (start, d) => {
    const at = (k: number) => line[Math.min(Math.max(start + k, 0), line.length - 1)]!;
    return [0, 1, 2, 3].reduce((sum, k) => sum + weights[4 * d + k]! * at(k), 0);
  });

const plain = (pixels: ReadonlyPixels, [rows, columns]: readonly [number, number], across: Taps, down: Taps) => {
  const lines = Array.from({ length: rows }, (_, y) =>
    plainLine(Array.from(pixels).slice(y * columns, (y + 1) * columns), across),
  );
  const outColumns = across.first.length;
  const byColumn = Array.from({ length: outColumns }, (_, x) =>
    plainLine(
      lines.map((line) => line[x]!),
      down,
    ),
  );
  return Array.from(
    { length: outColumns * down.first.length },
    (_, i) => byColumn[i % outColumns]![Math.floor(i / outColumns)]!,
  );
};

const side = fc.integer({ min: 1, max: 19 });
const cases = fc.record({
  rows: side,
  columns: side,
  outRows: side,
  outColumns: side,
  kind: fc.constantFrom(...KINDS),
});

describe('cubicTaps', () => {
  it('gives the same taps again however many sizes were asked for in between', () => {
    const before = [...cubicTaps(5, 7).weights];
    for (let inputs = 1; inputs < 200; inputs++) cubicTaps(inputs, 7);
    expect([...cubicTaps(5, 7).weights]).to.deep.equal(before);
    expect([cubicTaps(5, 7), cubicTaps(7, 5), cubicTaps(57, 7)].map(({ first }) => first.length)).to.deep.equal([
      7, 5, 7,
    ]);
  });
});

describe('resampleInto', () => {
  it('is the sum over the taps of each axis, for any size and any kind of pixels', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.integer({ min: 0, max: 127 })), (c, values) => {
        const numbers = Array.from({ length: c.rows * c.columns }, () => values.next().value ?? 0);
        const pixels = c.kind.from(numbers);
        const across = cubicTaps(c.columns, c.outColumns);
        const down = cubicTaps(c.rows, c.outRows);
        const out = new Float32Array(c.outRows * c.outColumns + 2).fill(-1);
        const region = { pixels, strideColumns: c.columns, x0: 0, y0: 0, rows: c.rows, columns: c.columns };
        resampleInto(out, 1, region, { across, down });
        const expected = plain(pixels, [c.rows, c.columns], across, down);
        // Products and sums of four taps twice, of values up to 127 * 1.5 ** 2: some ten float32 roundings of 2 ** -17.
        expect(maxAbsDiff(out.subarray(1, -1), expected)).to.be.at.most(1e-4);
        expect([out[0], out.at(-1)]).to.deep.equal([-1, -1]);
      }),
    );
  });

  it('reads nothing beyond the region', () => {
    const pixels = new Int16Array(100).fill(999);
    for (const [x, y] of [
      [3, 2],
      [4, 2],
      [3, 3],
      [4, 3],
    ] as const)
      pixels[10 * y + x] = 7;
    const out = new Float32Array(35);
    const taps = { across: cubicTaps(2, 5), down: cubicTaps(2, 7) };
    resampleInto(out, 0, { pixels, strideColumns: 10, x0: 3, y0: 2, rows: 2, columns: 2 }, taps);
    expect(maxAbsDiff(out, new Array(35).fill(7))).to.be.at.most(1e-5);
  });

  it('takes an image that is larger than the memory that is kept, and small ones after it', () => {
    const huge = { pixels: new Uint8Array(9000 * 8000).fill(3), strideColumns: 9000, x0: 0, y0: 0 };
    const out = new Float32Array(4);
    const taps = { across: cubicTaps(9000, 2), down: cubicTaps(8000, 2) };
    resampleInto(out, 0, { ...huge, rows: 8000, columns: 9000 }, taps);
    expect(maxAbsDiff(out, [3, 3, 3, 3])).to.be.at.most(1e-5);
    const small = { pixels: Uint8Array.of(5), strideColumns: 1, x0: 0, y0: 0, rows: 1, columns: 1 };
    resampleInto(out, 0, small, { across: cubicTaps(1, 2), down: cubicTaps(1, 2) });
    expect(maxAbsDiff(out, [5, 5, 5, 5])).to.be.at.most(1e-5);
  });
});
