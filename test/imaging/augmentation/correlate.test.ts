import { expect } from 'chai';
import { correlated, reflected } from '../../../src/imaging/augmentation/correlate.ts';
import { type Kernel, motionBlurKernel, sharpenKernel } from '../../../src/imaging/augmentation/kernel.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../../support/goldens.ts';
import { channelsFirst } from '../subsample.ts';
import { thrownBy } from '../thrown.ts';

const kernelWith = (weights: Record<number, number>): Kernel => ({
  sizePx: 3,
  weights: Array.from({ length: 9 }, (_, i) => weights[i] ?? 0),
});

describe('reflected', () => {
  it('turns back at the edge without repeating it', () => {
    const indices = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
    expect(indices.map((i) => reflected(i, 3))).to.deep.equal([0, 1, 2, 1, 0, 1, 2, 1, 0, 1]);
  });

  it('stays at the only pixel there is', () => expect([-2, 0, 5].map((i) => reflected(i, 1))).to.deep.equal([0, 0, 0]));
});

describe('correlated', () => {
  const size = { rows: 2, columns: 3 };
  const stack = Float32Array.of(1, 2, 3, 4, 5, 6, /**/ 10, 20, 30, 40, 50, 60);

  it('does not turn the kernel round', () => {
    // weight at the right of the middle: the right neighbour, reflected at the edge
    expect([...correlated(stack, size, kernelWith({ 5: 1 }))]).to.deep.equal([
      2, 3, 2, 5, 6, 5, /**/ 20, 30, 20, 50, 60, 50,
    ]);
  });

  it('adds up weighted neighbours in each slice', () => {
    // half of the middle and two of the pixel above, which in the first row is the one below
    const result = correlated(stack, size, kernelWith({ 1: 2, 4: 0.5 }));
    expect([...result].slice(0, 6)).to.deep.equal([8.5, 11, 13.5, 4, 6.5, 9]);
    expect([...result].slice(6)).to.deep.equal([85, 110, 135, 40, 65, 90]);
  });

  it('works where the kernel is larger than the image', () => {
    const kernel = motionBlurKernel({ sizePx: 7, x1: 0, y1: 3, x2: 6, y2: 3 });
    expect(maxAbsDiff(correlated(Float32Array.of(4), { rows: 1, columns: 1 }, kernel), [4])).to.be.at.most(1e-6);
  });

  it('refuses a kernel that is not odd and square, and a stack without whole slices', () => {
    expect(thrownBy(() => correlated(stack, size, { sizePx: 2, weights: [1, 0, 0, 0] }))).to.deep.equal({
      code: 'KERNEL',
      reason: '4 weights do not make a kernel of 2 x 2; expected a square kernel of odd size',
    });
    expect(thrownBy(() => correlated(stack, { rows: 5, columns: 1 }, kernelWith({ 4: 1 })))?.code).to.equal(
      'PIXEL_COUNT',
    );
  });
});

interface FilterCase {
  readonly name: string;
  readonly input: {
    readonly fill_name: string;
    readonly shape: readonly [number, number, number];
    readonly values: string;
  };
  readonly file: string;
}
interface FilterCases {
  readonly sharpen: readonly (FilterCase & { alpha: number; lightness: number })[];
  readonly motion_blur: readonly (FilterCase & { ksize: number; x1: number; y1: number; x2: number; y2: number })[];
}

const TOLERANCE = 2e-6;

describeGoldens('correlated against OpenCV', () => {
  const { sharpen, motion_blur } = goldenJson<FilterCases>('imaging', 'augmentation', 'manifest.json');
  const cases: readonly (FilterCase & { filter: Kernel })[] = [
    ...sharpen.map((golden) => ({ ...golden, filter: sharpenKernel(golden) })),
    ...motion_blur.map((golden) => ({ ...golden, filter: motionBlurKernel({ ...golden, sizePx: golden.ksize }) })),
  ];
  for (const { name, input, file, filter } of cases)
    it(name, () => {
      const [rows, columns, channels] = input.shape;
      const stack = channelsFirst(goldenInput(input.fill_name, input.shape, input.values), channels);
      const expected = channelsFirst(goldenNpy('imaging', 'augmentation', file).data, channels);
      expect(maxAbsDiff(correlated(stack, { rows, columns }, filter), expected)).to.be.at.most(TOLERANCE);
    });
  it('covers all cases', () => expect(cases).to.have.length(11));
});
