import { expect } from 'chai';
import fc from 'fast-check';
import { chooseSlices, firstIndex, type SliceRule } from '../../src/dicom/slice-choice.ts';

const middle: SliceRule = { kind: 'middle' };
const instance = (index: number): SliceRule => ({ kind: 'instance', index });
const centred = (offsetMm: number, spacingBetweenSlicesMm?: number): SliceRule => ({
  kind: 'centredMm',
  offsetMm,
  spacingBetweenSlicesMm,
});

describe('firstIndex', () => {
  it('middle is half of what is left over, floored', () => {
    expect(firstIndex(middle, { sliceCount: 15, wanted: 5 })).to.equal(5);
    expect(firstIndex(middle, { sliceCount: 16, wanted: 5 })).to.equal(5);
    expect(firstIndex(middle, { sliceCount: 4, wanted: 5 })).to.equal(-1);
  });

  it('instance has half of the wanted slices before it', () => {
    expect(firstIndex(instance(7), { sliceCount: 20, wanted: 5 })).to.equal(5);
    expect(firstIndex(instance(7), { sliceCount: 20, wanted: 4 })).to.equal(5);
    expect(firstIndex(instance(1), { sliceCount: 20, wanted: 5 })).to.equal(-1);
  });

  it('centredMm is ceil(d / spacing + n / 2 - 1 - k / 2)', () => {
    // 16.8 / 4.84 = 3.471; + 7.5 - 1 - 1.5 = 8.471, so 9; and -3.471 + 5 = 1.529, so 2
    expect(firstIndex(centred(16.8, 4.84), { sliceCount: 15, wanted: 3 })).to.equal(9);
    expect(firstIndex(centred(-16.8, 4.84), { sliceCount: 15, wanted: 3 })).to.equal(2);
  });

  it('centredMm without a spacing, or with one of zero, is the middle', () => {
    expect(firstIndex(centred(16.8), { sliceCount: 15, wanted: 3 })).to.equal(6);
    expect(firstIndex(centred(16.8, 0), { sliceCount: 15, wanted: 3 })).to.equal(6);
  });
});

describe('chooseSlices', () => {
  it('shifts a window that starts before the first slice', () => {
    expect(chooseSlices(instance(0), { sliceCount: 20, wanted: 5 })).to.deep.equal({ start: 0, end: 5 });
  });

  it('cuts a window that ends behind the last slice', () => {
    expect(chooseSlices(instance(19), { sliceCount: 20, wanted: 5 })).to.deep.equal({ start: 17, end: 20 });
  });

  it('is empty where the rule points behind the last slice', () => {
    expect(chooseSlices(centred(100, 4), { sliceCount: 10, wanted: 3 })).to.deep.equal({ start: 10, end: 10 });
  });

  it('takes all slices where there are too few', () => {
    expect(chooseSlices(middle, { sliceCount: 4, wanted: 5 })).to.deep.equal({ start: 0, end: 4 });
  });

  it('stays within the stack and never takes more than wanted', () => {
    const rule = fc.oneof(
      fc.constant(middle),
      fc.nat(200).map(instance),
      fc
        .tuple(fc.double({ min: -500, max: 500, noNaN: true }), fc.double({ min: 0.1, max: 20, noNaN: true }))
        .map(([d, s]) => centred(d, s)),
    );
    fc.assert(
      fc.property(rule, fc.nat(100), fc.nat(30), (chosen, sliceCount, wanted) => {
        const { start, end } = chooseSlices(chosen, { sliceCount, wanted });
        expect(start).to.be.within(0, sliceCount);
        expect(end).to.be.within(start, Math.min(start + wanted, sliceCount));
      }),
    );
  });
});
