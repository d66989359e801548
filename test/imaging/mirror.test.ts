import { expect } from 'chai';
import fc from 'fast-check';
import { mirrorColumns, mirroredColumns } from '../../src/imaging/mirror.ts';
import { thrownBy } from './thrown.ts';

describe('mirroredColumns', () => {
  it('exchanges left and right in each slice and keeps rows and slices in order', () => {
    const stack = Float32Array.of(1, 2, 3, 4, 5, 6, /**/ 7, 8, 9, 10, 11, 12);
    expect([...mirroredColumns(stack, { rows: 2, columns: 3 })]).to.deep.equal([
      3, 2, 1, 6, 5, 4, /**/ 9, 8, 7, 12, 11, 10,
    ]);
  });

  it('undoes itself and leaves its input alone', () => {
    const sizes = fc.record({
      slices: fc.nat(3),
      rows: fc.integer({ min: 1, max: 5 }),
      columns: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(sizes, ({ slices, rows, columns }) => {
        const stack = Float32Array.from({ length: slices * rows * columns }, (_, i) => i);
        const before = stack.slice();
        expect(mirroredColumns(mirroredColumns(stack, { rows, columns }), { rows, columns })).to.deep.equal(before);
        expect(stack).to.deep.equal(before);
      }),
    );
  });

  it('refuses a stack that holds no whole slices', () => {
    expect(thrownBy(() => mirroredColumns(new Float32Array(7), { rows: 2, columns: 3 }))).to.deep.equal({
      code: 'PIXEL_COUNT',
      reason: '7 pixels do not match a stack of slices of 2 x 3 (rows x columns); give the size of the pixels',
    });
  });
});

describe('mirrorColumns', () => {
  it('changes the stack where it lies, and nothing but the slices of a view', () => {
    const all = Float32Array.of(9, 1, 2, 3, 4, 5, 6, 9);
    mirrorColumns(all.subarray(1, 7), { rows: 2, columns: 3 });
    expect([...all]).to.deep.equal([9, 3, 2, 1, 6, 5, 4, 9]);
  });
});
