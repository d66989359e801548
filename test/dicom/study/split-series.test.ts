import { expect } from 'chai';
import fc from 'fast-check';
import { splitSeries } from '../../../src/dicom/index.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';
import { AXIAL, leaning, SAGITTAL, slicesOf } from '../../support/indexed-slices.ts';

const AT_MM = [-8, -4, 0, 4, 8];
const axial = (header: Partial<SliceHeader> = {}) => slicesOf({ ...AXIAL, atMm: AT_MM, header });
const sagittal = (header: Partial<SliceHeader> = {}) => slicesOf({ ...SAGITTAL, atMm: AT_MM, header });

describe('splitSeries', () => {
  it('leaves a plain stack, a tilted one and one with a steep block whole', () => {
    const steep = slicesOf({ ...leaning(48), atMm: [0, 4], centreMm: { x: 0, y: 0, z: -60 } });
    for (const slices of [axial(), sagittal(), [...axial(), ...steep]])
      expect(splitSeries(slices)).to.deep.equal([slices]);
  });

  it('leaves a series with slices of several sizes and other times of acquisition whole', () => {
    const slices = [
      ...axial({ rows: 64, acquiredAt: '1' }),
      ...slicesOf({ ...AXIAL, atMm: [40], header: { rows: 32 } }),
    ];
    expect(splitSeries(slices)).to.deep.equal([slices]);
  });

  it('sets a scout of another plane apart; the larger part comes first', () => {
    const [scout] = sagittal();
    const slices = axial();
    expect(splitSeries([scout!, ...slices])).to.deep.equal([slices, [scout]]);
  });

  const differing: Readonly<Record<string, readonly [Partial<SliceHeader>, Partial<SliceHeader>]>> = {
    echoes: [{ echoMs: 20 }, { echoMs: 100 }],
    'b values': [{ diffusionBValue: 0 }, { diffusionBValue: 800 }],
    'frames of reference': [{ frameOfReferenceUid: '1.2' }, { frameOfReferenceUid: '1.3' }],
    'water and fat': [{ imageType: ['DERIVED', 'PRIMARY', 'W'] }, { imageType: ['DERIVED', 'PRIMARY', 'F'] }],
    'phases of time': [{ temporalPosition: 1 }, { temporalPosition: 2 }],
  };
  for (const [what, [a, b]] of Object.entries(differing))
    it(`tells ${what} apart`, () => {
      const [first, second] = [sagittal(a), sagittal(b)];
      expect(splitSeries([...first, ...second])).to.deep.equal([first, second]);
    });

  it('does not split by an echo time that is rounded now and then, nor by a frame of reference that is missing in some slices', () => {
    const rounded = AT_MM.flatMap((at, index) =>
      slicesOf({ ...SAGITTAL, atMm: [at], header: { echoMs: index % 2 === 0 ? 100.49 : 100.51 } }),
    );
    expect(splitSeries(rounded)).to.deep.equal([rounded]);
    const partly = AT_MM.flatMap((at, index) =>
      slicesOf({ ...SAGITTAL, atMm: [at], header: { frameOfReferenceUid: index % 3 === 0 ? undefined : '1.2' } }),
    );
    expect(splitSeries(partly)).to.deep.equal([partly]);
  });

  it('tells short echoes apart that a gradient echo takes about a millisecond after each other', () => {
    const [first, second] = [sagittal({ echoMs: 1.15 }), sagittal({ echoMs: 2.3 })];
    expect(splitSeries([...first, ...second])).to.deep.equal([first, second]);
  });

  it('does not split by words of ImageType that mean no other contrast, nor by positions in time that only number slices', () => {
    const typed = [
      ...axial({ imageType: ['ORIGINAL', 'PRIMARY', 'M', 'NORM'] }),
      ...slicesOf({ ...AXIAL, atMm: [12], header: { imageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND'] } }),
    ];
    expect(splitSeries(typed)).to.have.length(1);
    const numbered = AT_MM.flatMap((at, index) =>
      slicesOf({ ...AXIAL, atMm: [at], header: { temporalPosition: index + 1 } }),
    );
    expect(splitSeries(numbered)).to.have.length(1);
  });

  it('tells stations of a whole-spine series apart', () => {
    const neck = slicesOf({ ...SAGITTAL, atMm: AT_MM, centreMm: { x: 0, y: 0, z: 500 } });
    const back = sagittal();
    expect(splitSeries([...neck, ...back])).to.have.deep.members([neck, back]);
  });

  it('puts slices without a place into a part of their own, the last', () => {
    const lost = sagittal({ positionMm: undefined }).slice(2);
    const slices = axial();
    expect(splitSeries([...lost, ...slices])).to.deep.equal([slices, lost]);
  });

  it('leaves a series whole of which most slices have no place', () => {
    const slices = [...sagittal({ positionMm: undefined }), ...sagittal().slice(3)];
    expect(splitSeries(slices)).to.deep.equal([slices]);
  });

  it('gives the same parts in whichever order slices come, and loses none', () => {
    const all = [
      ...axial(),
      ...sagittal({ echoMs: 20 }),
      ...sagittal({ echoMs: 100 }).slice(1),
      ...axial({ positionMm: undefined }).slice(2),
    ];
    const asSets = (parts: readonly (readonly { readonly file: { readonly path: string } }[])[]) =>
      parts.map((part) => part.map(({ file }) => file.path).sort());
    const expected = asSets(splitSeries(all));
    expect(expected.flat()).to.have.length(all.length);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(asSets(splitSeries(shuffled))).to.have.deep.members(expected);
      }),
      { numRuns: 30 },
    );
  });
});
