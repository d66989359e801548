import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { elementCount } from '../../../../src/domain/image.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/models/weights/safetensors/safetensors.ts';
import type { StateDict, WeightArray } from '../../../../src/models/weights/state-dict.ts';
import { caught } from '../support/caught.ts';
import { testFolder } from '../support/folder.ts';

const withHeader = (header: string | Uint8Array, data: Uint8Array = new Uint8Array(), length?: bigint): Uint8Array => {
  const text = typeof header === 'string' ? Buffer.from(header) : header;
  const prefix = new Uint8Array(BigInt64Array.of(length ?? BigInt(text.length)).buffer);
  return Buffer.concat([prefix, text, data]);
};

const entry = (dtype: string, shape: readonly number[], begin: number, end: number): object => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const floats = shapes.chain((shape) =>
  fc
    .float32Array({ minLength: elementCount(shape), maxLength: elementCount(shape) })
    .map((data): WeightArray => ({ dtype: 'float32', shape, data })),
);
const integers = shapes.chain((shape) =>
  fc
    .bigInt64Array({ minLength: elementCount(shape), maxLength: elementCount(shape) })
    .map((data): WeightArray => ({ dtype: 'int64', shape, data })),
);
const names = fc.oneof(fc.string(), fc.constantFrom('0', '1', '10', '__proto__', 'conv1.weight', 'wörter "x"\\'));
const stateDicts = fc
  .uniqueArray(fc.tuple(names, fc.oneof(floats, integers)), { selector: ([name]) => name, maxLength: 6 })
  .map((entries): StateDict => new Map(entries));

describe('safetensors', () => {
  const folder = testFolder();

  it('gives back what was written: names in order, shapes, types and every bit', async () => {
    await fc.assert(
      fc.asyncProperty(stateDicts, async (weights) => {
        await writeSafetensors(folder.path('round.safetensors'), weights);
        const read = await readSafetensors(folder.path('round.safetensors'));
        expect([...read.weights.keys()]).to.deep.equal([...weights.keys()]);
        for (const [name, { dtype, shape, data }] of weights) {
          const other = read.weights.get(name)!;
          expect(other.dtype).to.equal(dtype);
          expect(other.shape).to.deep.equal(shape);
          expect(
            Buffer.from(other.data.buffer).equals(Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
          ).to.equal(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps metadata and has none by default', async () => {
    const path = folder.path('meta.safetensors');
    await writeSafetensors(path, new Map(), { format: 'pt', note: 'naïve' });
    expect((await readSafetensors(path)).metadata).to.deep.equal({ format: 'pt', note: 'naïve' });
    await writeSafetensors(path, new Map());
    expect((await readSafetensors(path)).metadata).to.deep.equal({});
  });

  it('aligns the data to eight bytes and each tensor to its element, whatever the order of names', async () => {
    const path = folder.path('aligned.safetensors');
    const one: WeightArray = { dtype: 'float32', shape: [1], data: Float32Array.of(1) };
    const big: WeightArray = { dtype: 'int64', shape: [], data: BigInt64Array.of(7n) };
    await writeSafetensors(
      path,
      new Map<string, WeightArray>([
        ['a', one],
        ['b', big],
        ['c', one],
      ]),
    );
    const bytes = readFileSync(path);
    const header = Number(bytes.readBigUInt64LE());
    const { a, b } = JSON.parse(bytes.toString('utf8', 8, 8 + header));
    expect((8 + header) % 8).to.equal(0);
    expect([b.data_offsets, a.data_offsets]).to.deep.equal([
      [0, 8],
      [8, 12],
    ]);
  });

  it('widens halves to float32, doubles to the nearest float32, and integers and truth values to int64', async () => {
    // 1.5 in F16 is 0x3e00, in BF16 0x3fc0; the smallest half is 2^-24
    const data = Buffer.alloc(26);
    data.writeDoubleLE(0.1, 0);
    data.writeInt32LE(-2, 8);
    for (const [index, half] of [0x3e00, 0x0001, 0xfc00, 0x3fc0].entries()) data.writeUInt16LE(half, 12 + 2 * index);
    data.set([255, 0, 1, 254, 0xff, 0x7f], 20);
    const path = folder.file(
      'wide.safetensors',
      withHeader(
        JSON.stringify({
          F64: entry('F64', [1], 0, 8),
          I32: entry('I32', [], 8, 12),
          F16: entry('F16', [3], 12, 18),
          BF16: entry('BF16', [1], 18, 20),
          U8: entry('U8', [1], 20, 21),
          BOOL: entry('BOOL', [2], 21, 23),
          I8: entry('I8', [1], 23, 24),
          I16: entry('I16', [1], 24, 26),
        }),
        data,
      ),
    );
    const { weights } = await readSafetensors(path);
    const values = Object.fromEntries(
      [...weights].map(([name, { data: array }]) => [name, Array.from<unknown, unknown>(array, (v) => v)]),
    );
    expect(values).to.deep.equal({
      F64: [Math.fround(0.1)],
      I32: [-2n],
      F16: [1.5, 2 ** -24, Number.NEGATIVE_INFINITY],
      BF16: [1.5],
      U8: [255n],
      BOOL: [0n, 1n],
      I8: [-2n],
      I16: [32767n],
    });
  });

  const eight = new Uint8Array(8);
  const hostile: readonly (readonly [string, Uint8Array, string, RegExp])[] = [
    ['an empty file', new Uint8Array(), 'SAFETENSORS_INVALID', /it has 0 bytes/],
    ['an absurd header length', withHeader('{}', eight, 2n ** 62n), 'SAFETENSORS_INVALID', /call for a header of/],
    ['a negative header length', withHeader('{}', eight, -1n), 'SAFETENSORS_INVALID', /call for a header of/],
    ['a header longer than the file', withHeader('{}', eight, 99n), 'SAFETENSORS_TRUNCATED', /107 bytes, found 18/],
    ['a header that is no JSON', withHeader('{"a"'), 'SAFETENSORS_INVALID', /not JSON/],
    [
      'a header that is no UTF-8',
      withHeader(Uint8Array.of(0x22, 0xff, 0x22)),
      'SAFETENSORS_INVALID',
      /not JSON in UTF-8/,
    ],
    ['a header that is a list', withHeader('[]'), 'SAFETENSORS_INVALID', /not a JSON object/],
    [
      'a name that is there twice',
      withHeader(
        `{"a":${JSON.stringify(entry('F32', [1], 0, 4))},"a":${JSON.stringify(entry('F32', [1], 4, 8))}}`,
        eight,
      ),
      'SAFETENSORS_INVALID',
      /has "a" twice/,
    ],
    [
      'a key that is there twice',
      withHeader('{"a":{"dtype":"F32","dtype":"I64","shape":[1],"data_offsets":[0,8]}}', eight),
      'SAFETENSORS_INVALID',
      /has "dtype" twice/,
    ],
    [
      'overlapping tensors',
      withHeader(JSON.stringify({ a: entry('F32', [1], 0, 4), b: entry('F32', [1], 2, 6) }), eight),
      'SAFETENSORS_INVALID',
      /"b" begins at byte 2 of the data, inside/,
    ],
    [
      'a hole between tensors',
      withHeader(JSON.stringify({ a: entry('F32', [1], 4, 8) }), eight),
      'SAFETENSORS_INVALID',
      /"a" begins at byte 4 of the data, away from/,
    ],
    [
      'a tensor beyond the end',
      withHeader(JSON.stringify({ a: entry('F32', [4], 0, 16) }), eight),
      'SAFETENSORS_TRUNCATED',
      /is truncated/,
    ],
    [
      'bytes of no tensor',
      withHeader(JSON.stringify({ a: entry('F32', [1], 0, 4) }), eight),
      'SAFETENSORS_INVALID',
      /4 bytes at its end/,
    ],
    [
      'a shape that needs other bytes',
      withHeader(JSON.stringify({ a: entry('F32', [3], 0, 8) }), eight),
      'SAFETENSORS_INVALID',
      /takes 12 bytes, but its data_offsets span 8/,
    ],
    [
      'a shape beyond all numbers',
      withHeader(JSON.stringify({ a: entry('F32', [2 ** 53 - 1, 2 ** 53 - 1], 0, 8) }), eight),
      'SAFETENSORS_INVALID',
      /data_offsets span 8/,
    ],
    [
      'a negative size',
      withHeader(JSON.stringify({ a: entry('F32', [-2], 0, 8) }), eight),
      'SAFETENSORS_INVALID',
      /no shape of whole numbers/,
    ],
    [
      'offsets the wrong way round',
      withHeader(JSON.stringify({ a: entry('F32', [0], 8, 0) }), eight),
      'SAFETENSORS_INVALID',
      /span -8/,
    ],
    ['a tensor without a type', withHeader('{"a":{}}'), 'SAFETENSORS_INVALID', /"a" has no dtype/],
    ['a tensor that is a number', withHeader('{"a":1}'), 'SAFETENSORS_INVALID', /not described by an object/],
    [
      'one offset',
      withHeader('{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}'),
      'SAFETENSORS_INVALID',
      /no data_offsets of two/,
    ],
    [
      'metadata that is no text',
      withHeader('{"__metadata__":{"a":1}}'),
      'SAFETENSORS_INVALID',
      /"a", which is not a string/,
    ],
    [
      'metadata that is no object',
      withHeader('{"__metadata__":3}'),
      'SAFETENSORS_INVALID',
      /__metadata__ is not an object/,
    ],
    [
      'eight-bit floats',
      withHeader(JSON.stringify({ a: entry('F8_E4M3', [8], 0, 8) }), eight),
      'SAFETENSORS_DTYPE_UNSUPPORTED',
      /"a" has the unsupported data type F8_E4M3/,
    ],
    [
      'an element type from the prototype',
      withHeader(JSON.stringify({ a: entry('toString', [8], 0, 8) }), eight),
      'SAFETENSORS_DTYPE_UNSUPPORTED',
      /toString/,
    ],
  ];
  for (const [title, bytes, code, message] of hostile)
    it(`refuses ${title}`, async () => {
      const path = folder.file('hostile.safetensors', bytes);
      const error = await caught(readSafetensors(path));
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message).and.to.contain(path);
    });

  it('says that a file is missing, or is a folder', async () => {
    for (const path of [folder.path('absent'), dirname(folder.path('x'))])
      expect((await caught(readSafetensors(path))).code).to.equal('WEIGHTS_FILE_UNREADABLE');
  });

  it('writes nothing when values do not fit their shape, or a name is reserved', async () => {
    const path = folder.path('unwritten.safetensors');
    const data = new Float32Array(3);
    const misfit = await caught(writeSafetensors(path, new Map([['a', { dtype: 'float32', shape: [2, 2], data }]])));
    expect(misfit.code).to.equal('WEIGHTS_SHAPE_MISMATCH');
    expect(misfit.message).to.contain('"a" has 3 values, which does not match its shape [2, 2]');
    const reserved = await caught(
      writeSafetensors(path, new Map([['__metadata__', { dtype: 'float32', shape: [3], data }]])),
    );
    expect(reserved.code).to.equal('WEIGHTS_NAME_RESERVED');
    expect(readdirSync(dirname(path)).filter((name) => name.startsWith('unwritten'))).to.deep.equal([]);
  });

  it('names the file that cannot be written', async () => {
    const path = folder.path('no/such/folder.safetensors');
    const error = await caught(writeSafetensors(path, new Map()));
    expect(error.code).to.equal('WEIGHTS_UNWRITABLE');
    expect(error.message).to.contain(path);
  });
});
