import { expect } from 'chai';
import fc from 'fast-check';
import type { Image } from '../../src/domain/image.ts';
import { cropResizeInto, type Interpolation, resize, resizeInto } from '../../src/imaging/resize.ts';
import { unitFill } from '../../src/models/weights/fill.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../support/goldens.ts';
import { subsampled } from './subsample.ts';
import { thrownBy } from './thrown.ts';

const INTERPOLATIONS: readonly Interpolation[] = ['cubic', 'linear', 'area'];

const imageOf = (
  rows: number,
  columns: number,
  pixels: ArrayLike<number> = unitFill('image', rows * columns),
): Image => ({
  rows,
  columns,
  pixels,
});

const sizes = fc.record({ rows: fc.integer({ min: 1, max: 24 }), columns: fc.integer({ min: 1, max: 24 }) });
const images = sizes.chain(({ rows, columns }) =>
  fc
    .float32Array({ minLength: rows * columns, maxLength: rows * columns, min: -1, max: 1, noNaN: true })
    .map((pixels) => imageOf(rows, columns, pixels)),
);
const interpolations = fc.constantFrom(...INTERPOLATIONS);

describe('resize', () => {
  describe('cubic', () => {
    it("weighs the four nearest pixels by Keys' kernel with a = -0.75", () => {
      // 4 -> 8 columns: output 3 lies at (3 + 0.5) / 2 - 0.5 = 1.25, so x = 0.25 beyond pixel 1.
      // a = -0.75: w0 = -0.10546875, w1 = 0.87890625, w2 = 0.26171875, w3 = -0.03515625 (all exact in binary).
      const at = (pixels: number[]) => resize(imageOf(1, 4, pixels), { rows: 1, columns: 8 })[3];
      expect(at([1, 0, 0, 0])).to.equal(-0.10546875);
      expect(at([0, 1, 0, 0])).to.equal(0.87890625);
      expect(at([0, 0, 1, 0])).to.equal(0.26171875);
      expect(at([0, 0, 0, 1])).to.equal(-0.03515625);
    });

    it('replicates the border', () => {
      // 2 -> 4: output 0 lies at -0.25, between the copy of pixel 0 at -1 and pixel 0, x = 0.75 beyond the former.
      // Of its taps -2, -1, 0, 1 only the last is pixel 1: its weight is w3 at x = 0.75, -0.10546875.
      expect(resize(imageOf(2, 1, [0, 1]), { rows: 4, columns: 1 })[0]).to.equal(-0.10546875);
    });

    it('does not smooth what it shrinks', () => {
      // 4 -> 2: outputs lie at 0.5 and 2.5; weights -0.09375, 0.59375, 0.59375, -0.09375 of pixels -1..2 and 1..4,
      // as if there were no others between.
      const shrunk = resize(imageOf(1, 4, [0, 1, 0, 0]), { rows: 1, columns: 2 });
      expect([...shrunk]).to.deep.equal([0.59375, -0.09375]);
    });

    it('is what resize does unless told otherwise', () => {
      const image = imageOf(5, 7);
      expect(resize(image, { rows: 9, columns: 4 })).to.deep.equal(resize(image, { rows: 9, columns: 4 }, 'cubic'));
    });
  });

  describe('linear', () => {
    it('blends the two nearest pixels and holds the ends', () => {
      // 2 -> 4: positions -0.25, 0.25, 0.75, 1.25
      expect([...resize(imageOf(1, 2, [0, 4]), { rows: 1, columns: 4 }, 'linear')]).to.deep.equal([0, 1, 3, 4]);
    });
  });

  describe('area', () => {
    it('averages by covered area where it shrinks', () => {
      // 3 -> 2: each output covers one and a half pixels: (0 + 6/2) / 1.5 and (6/2 + 12) / 1.5
      expect([...resize(imageOf(3, 1, [0, 6, 12]), { rows: 2, columns: 1 }, 'area')]).to.deep.equal([2, 10]);
    });

    it('blends only the seams where it grows', () => {
      // 2 -> 3: output 1 begins at pixel 0 (floor of 2/3) and is (1 + 1) - 1 * 3/2 = 0.5 of the way to pixel 1
      expect([...resize(imageOf(1, 2, [0, 8]), { rows: 1, columns: 3 }, 'area')]).to.deep.equal([0, 4, 8]);
    });
  });

  it('reads any kind of pixels alike', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i * 37) % 100);
    const expected = resize(imageOf(5, 6, values), { rows: 8, columns: 4 });
    for (const Pixels of [Int8Array, Uint8Array, Int16Array, Uint16Array, Float32Array, Float64Array])
      expect(resize(imageOf(5, 6, Pixels.from(values)), { rows: 8, columns: 4 })).to.deep.equal(expected);
  });

  it('keeps a constant image constant', () => {
    fc.assert(
      fc.property(sizes, sizes, interpolations, fc.integer({ min: -2048, max: 4095 }), (from, to, how, value) => {
        const image = imageOf(from.rows, from.columns, new Array(from.rows * from.columns).fill(value));
        const worst = maxAbsDiff(resize(image, to, how), new Array(to.rows * to.columns).fill(value));
        expect(worst).to.be.at.most(1e-6 * Math.abs(value)); // weights add up to 1 within float32 rounding, twice
      }),
    );
  });

  it('copies an image that already has the size', () => {
    fc.assert(
      fc.property(images, interpolations, (image, how) => {
        expect([...resize(image, image, how)]).to.deep.equal([...Array.from(image.pixels)]);
      }),
    );
  });

  it('resizes the transposed image to the transposed result', () => {
    const transposed = ({ rows, columns, pixels }: Image): Image =>
      imageOf(
        columns,
        rows,
        Array.from({ length: rows * columns }, (_, i) => pixels[(i % rows) * columns + Math.floor(i / rows)]!),
      );
    fc.assert(
      fc.property(images, sizes, interpolations, (image, { rows, columns }, how) => {
        const straight = imageOf(rows, columns, resize(image, { rows, columns }, how));
        const turned = resize(transposed(image), { rows: columns, columns: rows }, how);
        expect(maxAbsDiff(transposed(straight).pixels, turned)).to.be.at.most(1e-6);
      }),
    );
  });

  it('stays within the range of the image unless it is cubic', () => {
    fc.assert(
      fc.property(images, sizes, fc.constantFrom<Interpolation>('linear', 'area'), (image, to, how) => {
        const result = resize(image, to, how);
        const pixels = Array.from(image.pixels);
        expect(Math.max(...result)).to.be.at.most(Math.max(...pixels) + 1e-6);
        expect(Math.min(...result)).to.be.at.least(Math.min(...pixels) - 1e-6);
      }),
    );
  });

  it('does not change the image', () => {
    const pixels = unitFill('unchanged', 48);
    const before = pixels.slice();
    for (const how of INTERPOLATIONS) resize(imageOf(6, 8, pixels), { rows: 5, columns: 9 }, how);
    expect(pixels).to.deep.equal(before);
  });

  it('refuses a size that is not whole or not positive', () => {
    expect(thrownBy(() => resize(imageOf(2, 2), { rows: 0, columns: 4 }))).to.deep.equal({
      code: 'IMAGE_SIZE',
      reason: 'invalid size of a resize to an image: 0 x 4 (rows x columns); expected integers, at least 1',
    });
    expect(thrownBy(() => resize(imageOf(2, 2), { rows: 1.5, columns: 4 }))?.code).to.equal('IMAGE_SIZE');
    expect(thrownBy(() => resize(imageOf(0, 3, []), { rows: 2, columns: 2 }))?.reason).to.match(
      /^invalid size of an image: 0 x 3/,
    );
  });

  it('refuses pixels that do not fill the image', () => {
    expect(thrownBy(() => resize(imageOf(2, 3, [1, 2, 3, 4, 5]), { rows: 2, columns: 2 }))).to.deep.equal({
      code: 'PIXEL_COUNT',
      reason: '5 pixels do not match an image of 2 x 3 (rows x columns); give the size of the pixels',
    });
  });
});

describe('resizeInto', () => {
  it('fills its slice of the stack and leaves the others alone', () => {
    const stack = new Float32Array(3 * 6).fill(7);
    resizeInto(stack, 6, imageOf(4, 5), { rows: 2, columns: 3 });
    expect(stack.slice(6, 12)).to.deep.equal(resize(imageOf(4, 5), { rows: 2, columns: 3 }));
    expect([...stack.slice(0, 6), ...stack.slice(12)]).to.deep.equal(new Array(12).fill(7));
  });

  it('refuses an output that has no room', () => {
    const tooFar = () => resizeInto(new Float32Array(10), 5, imageOf(2, 2), { rows: 2, columns: 3 });
    expect(thrownBy(tooFar)).to.deep.equal({
      code: 'OUTPUT_TOO_SMALL',
      reason:
        '6 elements at offset 5 do not fit into an output of 10; allocate rows x columns for each slice of the stack',
    });
    const before = () => resizeInto(new Float32Array(10), -1, imageOf(2, 2), { rows: 2, columns: 3 });
    expect(thrownBy(before)?.code).to.equal('OUTPUT_TOO_SMALL');
  });
});

describe('cropResizeInto', () => {
  const boxes = images.chain((image) =>
    fc
      .record({
        x0: fc.integer({ min: 0, max: image.columns - 1 }),
        y0: fc.integer({ min: 0, max: image.rows - 1 }),
      })
      .chain(({ x0, y0 }) =>
        fc.record({
          image: fc.constant(image),
          box: fc.record({
            x0: fc.constant(x0),
            y0: fc.constant(y0),
            x1: fc.integer({ min: x0 + 1, max: image.columns }),
            y1: fc.integer({ min: y0 + 1, max: image.rows }),
          }),
        }),
      ),
  );

  it('gives what copying the box and resizing the copy gives', () => {
    fc.assert(
      fc.property(boxes, sizes, ({ image, box }, to) => {
        const rows = box.y1 - box.y0;
        const columns = box.x1 - box.x0;
        const copy = Array.from({ length: rows * columns }, (_, i) => {
          const row = box.y0 + Math.floor(i / columns);
          return image.pixels[row * image.columns + box.x0 + (i % columns)]!;
        });
        const out = new Float32Array(to.rows * to.columns);
        cropResizeInto(out, 0, image, box, to);
        expect(out).to.deep.equal(resize(imageOf(rows, columns, copy), to));
      }),
    );
  });

  it('never looks beyond the box', () => {
    // ones in the box, a NaN everywhere else
    const pixels = Float32Array.from({ length: 36 }, (_, i) => ([14, 15, 20, 21].includes(i) ? 1 : Number.NaN));
    const out = new Float32Array(25);
    cropResizeInto(out, 0, imageOf(6, 6, pixels), { x0: 2, y0: 2, x1: 4, y1: 4 }, { rows: 5, columns: 5 });
    expect(maxAbsDiff(out, new Array(25).fill(1))).to.be.at.most(1e-6);
  });

  it('refuses a box that leaves the image, is empty or has fractions', () => {
    const crop = (box: { x0: number; y0: number; x1: number; y1: number }) =>
      thrownBy(() => cropResizeInto(new Float32Array(4), 0, imageOf(4, 5), box, { rows: 2, columns: 2 }));
    expect(crop({ x0: 2, y0: 0, x1: 6, y1: 4 })).to.deep.equal({
      code: 'BOX_OUTSIDE_IMAGE',
      reason:
        'the box of columns 2 to 6 and rows 0 to 4 is empty or exceeds an image of 4 x 5 (rows x columns); ' +
        'check it with boxInside first',
    });
    for (const box of [
      { x0: -1, y0: 0, x1: 3, y1: 4 },
      { x0: 2, y0: 0, x1: 2, y1: 4 },
      { x0: 0.5, y0: 0, x1: 2.5, y1: 4 },
      { x0: 0, y0: Number.NaN, x1: 2, y1: Number.NaN },
    ])
      expect(crop(box)?.code).to.equal('BOX_OUTSIDE_IMAGE');
  });
});

interface ResizeCase {
  readonly name: string;
  readonly interpolation: Interpolation;
  readonly input: { readonly fill_name: string; readonly shape: readonly [number, number]; readonly values: string };
  readonly output_shape: readonly [number, number];
  readonly subsample: string | null;
  readonly file: string;
  readonly shape: readonly number[];
}

/** Two float32 roundings at values about 1 and about 4096: as near as two codings of the same formula come. */
const TOLERANCE = { unit: 2.4e-7, '12bit': 1e-3 };

describeGoldens('resize against OpenCV', () => {
  const { cases } = goldenJson<{ cases: ResizeCase[] }>('imaging', 'resize', 'manifest.json');
  for (const { name, input, output_shape, ...golden } of cases) {
    it(name, () => {
      const [rows, columns] = output_shape;
      const pixels = goldenInput(input.fill_name, input.shape, input.values);
      const result = resize(imageOf(...input.shape, pixels), { rows, columns }, golden.interpolation);
      const expected = goldenNpy('imaging', 'resize', golden.file).data;
      const tolerance = input.values === 'unit' ? TOLERANCE.unit : TOLERANCE['12bit'];
      expect(maxAbsDiff(subsampled(result, { rows, columns }, golden.subsample), expected)).to.be.at.most(tolerance);
    });
  }
  it('covers all cases', () => expect(cases).to.have.length(36));
});
