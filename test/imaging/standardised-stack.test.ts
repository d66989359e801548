import { expect } from 'chai';
import fc from 'fast-check';
import type { Image } from '../../src/domain/image.ts';
import type { PixelBox } from '../../src/imaging/crop.ts';
import { cropResizeInto, type ImageSize, resizeInto } from '../../src/imaging/resize.ts';
import { standardised } from '../../src/imaging/standardise.ts';
import { standardisedStack } from '../../src/imaging/standardised-stack.ts';
import { thrownBy } from './thrown.ts';

const KINDS = [Int8Array, Uint8Array, Int16Array, Uint16Array, Float32Array, Float64Array] as const;

const side = fc.integer({ min: 1, max: 17 });
const sizes = fc.record({ rows: side, columns: side });

const slices = fc
  .record({ size: sizes, kind: fc.constantFrom(...KINDS), seed: fc.nat(1000), cut: fc.boolean() })
  .map(({ size: { rows, columns }, kind, seed, cut }) => {
    const values = Array.from({ length: rows * columns }, (_, i) => (i * 37 + seed) % 127);
    const image: Image = { rows, columns, pixels: kind.from(values) };
    const box: PixelBox = { x0: seed % columns, y0: seed % rows, x1: columns, y1: rows };
    return cut ? { image, box } : { image };
  });

/** Slice by slice and step by step, as the public functions do it. */
const inSteps = (given: readonly { image: Image; box?: PixelBox }[], count: number, size: ImageSize) => {
  const stack = new Float32Array(count * size.rows * size.columns);
  given.forEach(({ image, box }, index) => {
    const at = index * size.rows * size.columns;
    if (box === undefined) resizeInto(stack, at, image, size);
    else cropResizeInto(stack, at, image, box, size);
  });
  return standardised(stack);
};

const image = (value: number): Image => ({ rows: 2, columns: 2, pixels: new Uint8Array(4).fill(value) });
const size = { rows: 3, columns: 3 };

describe('standardisedStack', () => {
  it('is what resizing each slice and standardising the stack give, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(slices, { maxLength: 4 }), fc.nat(2), sizes, (given, missing, to) => {
        const count = given.length + missing;
        expect(standardisedStack(given, { count, size: to }).pixels).to.deep.equal(inSteps(given, count, to));
      }),
    );
  });

  it('forgets what the memory held before', () => {
    standardisedStack([{ image: image(200) }], { count: 1, size: { rows: 40, columns: 40 } });
    expect([...standardisedStack([], { count: 2, size }).pixels]).to.deep.equal(new Array(18).fill(0));
  });

  it('gives each stack memory of its own', () => {
    const first = standardisedStack([{ image: image(1) }], { count: 2, size });
    const before = first.pixels.slice();
    standardisedStack([{ image: image(9) }], { count: 2, size });
    expect(first.pixels).to.deep.equal(before);
    expect(first.pixels.buffer.byteLength).to.equal(2 * 9 * 4);
  });

  it('says whether the slices show one value, whatever the zeros of missing ones', () => {
    const flat = (given: readonly Image[]) =>
      standardisedStack(
        given.map((one) => ({ image: one })),
        { count: 3, size },
      ).isFlat;
    expect([flat([image(7), image(7)]), flat([image(7), image(8)]), flat([])]).to.deep.equal([true, false, false]);
    expect(flat([{ rows: 1, columns: 2, pixels: Float32Array.of(Number.NaN, 1) }])).to.equal(false);
  });

  it('takes a stack that is larger than the memory that is kept, and small ones after it', () => {
    const large = { rows: 3000, columns: 3000 };
    const { pixels } = standardisedStack([{ image: image(1) }], { count: 2, size: large });
    expect(pixels).to.have.length(18_000_000);
    expect([pixels[0], pixels.at(-1)].map((value) => value?.toFixed(5))).to.deep.equal(['1.00000', '-1.00000']);
    const small = standardisedStack([{ image: image(1) }], { count: 2, size });
    expect([small.pixels[0], small.pixels.at(-1)]).to.deep.equal([1, -1]);
  });

  it('refuses more slices than it has room for, and what no image can be', () => {
    const codeOf = (work: () => unknown) => thrownBy(work)?.code;
    expect(codeOf(() => standardisedStack([{ image: image(1) }, { image: image(1) }], { count: 1, size }))).to.equal(
      'OUTPUT_TOO_SMALL',
    );
    expect(codeOf(() => standardisedStack([], { count: 1, size: { rows: 0, columns: 3 } }))).to.equal('IMAGE_SIZE');
    const box = { x0: 0, y0: 0, x1: 3, y1: 1 };
    expect(codeOf(() => standardisedStack([{ image: image(1), box }], { count: 1, size }))).to.equal(
      'BOX_OUTSIDE_IMAGE',
    );
  });
});
