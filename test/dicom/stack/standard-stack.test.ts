import { expect } from 'chai';
import fc from 'fast-check';
import { instanceNumbersOf, standardStack } from '../../../src/dicom/index.ts';
import type { IndexedSlice } from '../../../src/domain/indexed.ts';
import { AXIAL, leaning, SAGITTAL, slicesOf } from '../../support/indexed-slices.ts';

const pathsOf = (slices: readonly IndexedSlice[]): readonly string[] => slices.map(({ file }) => file.path);
const sagittal = (slices: readonly IndexedSlice[]) => standardStack(slices, 'Sagittal T2/STIR');
const axial = (slices: readonly IndexedSlice[]) => standardStack(slices, 'Axial T2');

/** The order in which a shuffled copy comes out, and that in which the slices were made. */
const inAnyOrder = (slices: readonly IndexedSlice[], ordered: (slices: readonly IndexedSlice[]) => readonly string[]) =>
  fc.assert(
    fc.property(fc.shuffledSubarray([...slices], { minLength: slices.length }), (shuffled) => {
      expect(ordered(shuffled)).to.deep.equal(pathsOf(slices));
    }),
    { numRuns: 30 },
  );

describe('standardStack', () => {
  it('orders sagittal slices from right to left, whatever their files are called', () => {
    const slices = slicesOf({ ...SAGITTAL, atMm: [-12, -8, -4, 0, 4, 8, 12] });
    inAnyOrder(slices, (shuffled) => pathsOf(sagittal(shuffled).slices));
  });

  it('orders axial blocks that lean with their discs from feet to head, each along its own normal', () => {
    const blocks = [
      slicesOf({ ...leaning(30), atMm: [-4, 0, 4], centreMm: { x: 0, y: 10, z: -70 } }),
      slicesOf({ ...leaning(8), atMm: [-4, 0, 4], centreMm: { x: 0, y: 0, z: -35 } }),
      slicesOf({ ...AXIAL, atMm: [-4, 0, 4] }),
      slicesOf({ ...leaning(-8), atMm: [-4, 0, 4], centreMm: { x: 0, y: 2, z: 35 } }),
    ];
    inAnyOrder(blocks.flat(), (shuffled) => pathsOf(axial(shuffled).slices));
    expect(axial(blocks.flat())).to.include({ blocks: 4, spacingMm: 4 });
    expect(axial(blocks.flat()).gaps).to.deep.equal([]);
  });

  it('keeps a block that leans by more than 45 degrees in its place', () => {
    const steep = slicesOf({ ...leaning(48), atMm: [-4, 0, 4], centreMm: { x: 0, y: 10, z: -70 } });
    const slices = [...steep, ...slicesOf({ ...AXIAL, atMm: [-4, 0, 4] })];
    inAnyOrder(slices, (shuffled) => pathsOf(axial(shuffled).slices));
  });

  it('measures spacing by positions, to a micrometre, and takes the attribute where it says the same', () => {
    const atMm = [0, 4.4, 8.8, 13.2];
    const spacing = (spacingBetweenSlicesMm: number | undefined) => {
      const { spacingMm, attributeSpacingMm } = sagittal(
        slicesOf({ ...SAGITTAL, atMm, header: { spacingBetweenSlicesMm } }),
      );
      return [spacingMm, attributeSpacingMm];
    };
    expect(spacing(undefined)).to.deep.equal([4.4, undefined]);
    expect(spacing(0)).to.deep.equal([4.4, undefined]);
    expect(spacing(4.41)).to.deep.equal([4.41, undefined]);
    expect(spacing(0.4)).to.deep.equal([4.4, 0.4]);
    expect(spacing(-4.4)).to.deep.equal([4.4, -4.4]);
  });

  it('does not take jitter of a thousandth of a millimetre for anything', () => {
    const slices = slicesOf({ ...SAGITTAL, atMm: [0, 4.0004, 7.9998, 12.0001, 16.0003] });
    const { gaps, repeated, spacingMm } = sagittal(slices);
    expect({ gaps, repeated }).to.deep.equal({ gaps: [], repeated: [] });
    expect(spacingMm).to.be.closeTo(4, 0.001);
  });

  it('finds missing slices: where, and how wide the gap is', () => {
    const slices = slicesOf({ ...SAGITTAL, atMm: [-12, -8, -4, 8, 12] });
    const [gap, ...more] = sagittal(slices).gaps;
    expect(more).to.deep.equal([]);
    expect(gap?.widthMm).to.be.closeTo(12, 1e-9);
    expect([gap?.before, gap?.after]).to.deep.equal([slices[2], slices[3]]);
  });

  it('finds a slice that is missing in an axial block, and no gap between blocks', () => {
    const atMm = [-38, -34, -30, 0, 4, 8, 16, 40, 44];
    const { gaps, blocks } = axial(slicesOf({ ...AXIAL, atMm }));
    expect(gaps.map(({ widthMm }) => Math.round(widthMm))).to.deep.equal([8]);
    expect(blocks).to.equal(3);
  });

  /** Two blocks of three slices at such a distance, and how many numbers further the second one begins. */
  const apart = (spacings: number, numbers: number, each = 1) => {
    const slices = [0, 1, 2, 2 + spacings, 3 + spacings, 4 + spacings].flatMap((at, index) => {
      const instanceNumber = each * (index < 3 ? 1 + index : index + numbers);
      return slicesOf({ ...AXIAL, atMm: [4 * at], header: { instanceNumber } });
    });
    const { gaps, blocks } = axial(slices);
    return [gaps.length, blocks];
  };
  const ROOM = [0, 2];
  const MISSING = [1, 1];

  it('takes what is no small whole number of spacings for room between axial blocks, however narrow', () => {
    for (const spacings of [1.6, 1.9, 2.11, 2.2, 2.97, 3.03, 4.1, 5])
      expect(apart(spacings, Math.round(spacings)), `${spacings}`).to.deep.equal(ROOM);
    for (const numbers of [2, Number.NaN])
      for (const spacings of [1.96, 2, 2.04])
        expect(apart(spacings, numbers), `${spacings}, ${numbers}`).to.deep.equal(MISSING);
  });

  it('finds several slices missing in an axial block if instance numbers skip as many', () => {
    for (const spacings of [2.995, 3, 4]) {
      expect(apart(spacings, Math.round(spacings)), `${spacings}`).to.deep.equal(MISSING);
      expect(apart(spacings, Math.round(spacings), 2), `${spacings}, two echoes`).to.deep.equal(MISSING);
    }
  });

  it('finds the middle slice of a short block missing, whose own numbers tell nothing', () => {
    const block = (tilt: number, z: number, numbers: readonly number[]) =>
      numbers.flatMap((instanceNumber) =>
        slicesOf({
          ...leaning(tilt),
          atMm: [4 * (instanceNumber - numbers[0]!)],
          centreMm: { x: 0, y: 0, z },
          header: { instanceNumber },
        }),
      );
    const whole = [...block(12, 70, [1, 2, 3]), ...block(4, 35, [4, 5, 6])];
    expect(axial([...whole, ...block(-4, 0, [7, 8, 9])]).gaps).to.deep.equal([]);
    expect(axial([...whole, ...block(-4, 0, [7, 9])]).gaps).to.have.length(1);
  });

  it('takes blocks a few whole spacings apart, numbered one after the other, for blocks', () => {
    for (const spacings of [1.98, 2, 3, 4]) expect(apart(spacings, 1), `${spacings}`).to.deep.equal(ROOM);
    for (const spacings of [3, 4]) expect(apart(spacings, Number.NaN), `${spacings}, no numbers`).to.deep.equal(ROOM);
  });

  it('keeps the later of two slices at one position', () => {
    const slices = slicesOf({ ...SAGITTAL, atMm: [0, 4, 8] });
    const [again] = slicesOf({ ...SAGITTAL, atMm: [4], header: { acquiredAt: '20240101120500' } });
    const timed = slices.map((one) => ({ ...one, header: { ...one.header, acquiredAt: '20240101120000' } }));
    for (const given of [
      [...timed, again!],
      [again!, ...timed],
    ]) {
      const stack = sagittal(given);
      expect(pathsOf(stack.slices)).to.deep.equal(pathsOf([timed[0]!, again!, timed[2]!]));
      expect(pathsOf(stack.repeated)).to.deep.equal(pathsOf([timed[1]!]));
    }
  });

  it('keeps slices at one position whose pictures lie beside each other', () => {
    const upper = slicesOf({ ...SAGITTAL, atMm: [0, 4], centreMm: { x: 0, y: 0, z: 400 } });
    const lower = slicesOf({ ...SAGITTAL, atMm: [0, 4] });
    expect(sagittal([...upper, ...lower]).repeated).to.deep.equal([]);
  });

  it('rescales where that differs between slices or moves zero, and nowhere else', () => {
    const rescaled = (...ways: readonly (readonly [number | undefined, number | undefined])[]) =>
      sagittal(
        ways.flatMap(([rescaleSlope, rescaleIntercept], index) =>
          slicesOf({ ...SAGITTAL, atMm: [4 * index], header: { rescaleSlope, rescaleIntercept } }),
        ),
      ).files.map(({ canonical }) => canonical?.rescale);
    expect(rescaled([undefined, undefined], [1, 0])).to.deep.equal([false, false]);
    expect(rescaled([2.5, 0], [2.5, 0])).to.deep.equal([false, false]);
    expect(rescaled([2.5, 0], [1.5, 0])).to.deep.equal([true, true]);
    expect(rescaled([1, -1000], [1, -1000])).to.deep.equal([true, true]);
  });

  it('counts slices whose headers do not say where they lie', () => {
    const [lost] = slicesOf({ ...SAGITTAL, atMm: [0], header: { positionMm: undefined } });
    const { unplaced, files } = sagittal([...slicesOf({ ...SAGITTAL, atMm: [0, 4] }), lost!]);
    expect(unplaced).to.deep.equal([lost]);
    expect(files).to.have.length(2);
  });
});

describe('instanceNumbersOf', () => {
  const named = (name: string, header: Partial<IndexedSlice['header']> = {}): IndexedSlice => {
    const [slice] = slicesOf({ ...SAGITTAL, atMm: [0], header });
    return { ...slice!, file: { name, path: name } };
  };

  it('takes the numbers of files named <n>.dcm, as the challenge does, before InstanceNumber', () => {
    const slices = [named('a/7.dcm', { instanceNumber: 1 }), named('a/3.dcm', { instanceNumber: 2 })];
    expect(instanceNumbersOf(slices)).to.deep.equal([7, 3]);
  });

  it('takes InstanceNumber where names are no numbers, or lie in several folders', () => {
    const twice = [named('a/7.dcm', { instanceNumber: 4 }), named('b/7.dcm', { instanceNumber: 2 })];
    expect(instanceNumbersOf(twice)).to.deep.equal([4, 2]);
    expect(instanceNumbersOf([named('IM5', { instanceNumber: 9 })])).to.deep.equal([9]);
  });

  it('takes frame numbers of a multi-frame file, whose InstanceNumber is the same in all', () => {
    const frames = [2, 1].map((frame) => named('1.dcm', { instanceNumber: 1, frame }));
    expect(instanceNumbersOf(frames)).to.deep.equal([2, 1]);
  });

  it('counts from 1 where nothing else tells slices apart', () => {
    expect(instanceNumbersOf([named('x', { instanceNumber: 1 }), named('y', { instanceNumber: 1 })])).to.deep.equal([
      1, 2,
    ]);
    expect(instanceNumbersOf([named('x'), named('y')])).to.deep.equal([1, 2]);
  });
});
