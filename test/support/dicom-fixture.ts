import { deflateRawSync } from 'node:zlib';

/** A small DICOM writer for tests, independent of the reader: grey slices made of plain numbers. */

export type FixtureSyntax = 'explicit' | 'implicit' | 'big-endian' | 'rle' | 'deflated';

export interface DicomFixture {
  readonly syntax?: FixtureSyntax;
  readonly rows?: number;
  readonly columns?: number;
  /** DICOM's order: between rows, between columns. */
  readonly pixelSpacing?: readonly [number, number];
  readonly position?: readonly [number, number, number];
  /** Direction along a row, then down a column. */
  readonly orientation?: readonly number[];
  readonly spacingBetweenSlicesMm?: number;
  readonly bitsAllocated?: 8 | 16;
  readonly signed?: boolean;
  /** Row-major; the default counts up from 0, or from minus half the number of pixels when signed. */
  readonly pixels?: ArrayLike<number>;
  /** Attributes by place (`'00280030'`): other values, or undefined to leave the attribute out. */
  readonly set?: Readonly<Record<string, FixtureValue | undefined>>;
  /** A UID to claim in the header, whatever the pixels are. */
  readonly claimSyntaxUid?: string;
  /** Bytes of an unknown private attribute, to make the header long. */
  readonly privateBytes?: number;
  /** Leaves out the preamble and the meta information. */
  readonly bare?: boolean;
  /** Bytes behind the pixel data. */
  readonly trailing?: Uint8Array;
}

/** Attributes of a data set, by place. */
export type FixtureItem = Readonly<Record<string, FixtureValue | undefined>>;

/** Items of a sequence. As UN they are written in implicit encoding, as gateways do. */
export interface FixtureItems {
  readonly items: readonly FixtureItem[];
  /** Whether the sequence and its items end by delimiters. */
  readonly undefinedLength?: boolean;
}

/** Value representation and value: text, numbers for FD, SS, UL and US, items for SQ and UN, bytes for all. */
export type FixtureValue = readonly [vr: string, value: string | readonly number[] | Uint8Array | FixtureItems];

export const SYNTAX_UIDS: Readonly<Record<FixtureSyntax, string>> = {
  explicit: '1.2.840.10008.1.2.1',
  implicit: '1.2.840.10008.1.2',
  'big-endian': '1.2.840.10008.1.2.2',
  rle: '1.2.840.10008.1.2.5',
  deflated: '1.2.840.10008.1.2.1.99',
};

const UNDEFINED_LENGTH = 0xffffffff;
/** ZZ stands for one that DICOM may define some day. */
const LONG_VRS = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV ZZ'.split(' '));

interface Encoding {
  readonly explicit: boolean;
  readonly little: boolean;
}
const ENCODINGS: Readonly<Record<FixtureSyntax, Encoding>> = {
  explicit: { explicit: true, little: true },
  implicit: { explicit: false, little: true },
  'big-endian': { explicit: true, little: false },
  rle: { explicit: true, little: true },
  deflated: { explicit: true, little: true },
};
const META: Encoding = { explicit: true, little: true };
const IMPLICIT: Encoding = { explicit: false, little: true };

export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const uints = (size: 2 | 4, values: readonly number[], little = true): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, index) => {
    if (size === 2) view.setUint16(index * 2, value, little);
    else view.setUint32(index * 4, value, little);
  });
  return new Uint8Array(view.buffer);
};

const padded = (bytes: Uint8Array, pad: number): Uint8Array =>
  bytes.length % 2 === 0 ? bytes : concatBytes(bytes, Uint8Array.of(pad));

const doubles = (values: readonly number[], little: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, index) => {
    view.setFloat64(index * 8, value, little);
  });
  return new Uint8Array(view.buffer);
};

const tagBytes = (place: string, little: boolean): Uint8Array =>
  uints(2, [Number.parseInt(place.slice(0, 4), 16), Number.parseInt(place.slice(4), 16)], little);

/** An item or a delimiter: its tag and length, which have no representation in any encoding. */
const mark = (place: string, length: number, little: boolean): Uint8Array =>
  concatBytes(tagBytes(place, little), uints(4, [length], little));

export const dataSetBytes = (item: FixtureItem, encoding: Encoding = META): Uint8Array =>
  concatBytes(
    ...Object.entries(item)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([place, value]) => (value === undefined ? [] : [element(place, value, encoding)])),
  );

const itemsBytes = ({ items, undefinedLength }: FixtureItems, encoding: Encoding): Uint8Array => {
  const { little } = encoding;
  const parts = items.map((item) => {
    const bytes = dataSetBytes(item, encoding);
    return undefinedLength
      ? concatBytes(mark('FFFEE000', UNDEFINED_LENGTH, little), bytes, mark('FFFEE00D', 0, little))
      : concatBytes(mark('FFFEE000', bytes.length, little), bytes);
  });
  return concatBytes(...parts, ...(undefinedLength ? [mark('FFFEE0DD', 0, little)] : []));
};

const isItems = (value: FixtureValue[1]): value is FixtureItems => typeof value === 'object' && 'items' in value;

const valueBytes = ([vr, value]: FixtureValue, encoding: Encoding): Uint8Array => {
  const { little } = encoding;
  if (value instanceof Uint8Array) return padded(value, 0);
  if (typeof value === 'string') return padded(new TextEncoder().encode(value), vr === 'UI' ? 0 : 0x20);
  if (isItems(value)) return itemsBytes(value, vr === 'UN' ? IMPLICIT : encoding);
  return vr === 'FD' ? doubles(value, little) : uints(vr === 'UL' ? 4 : 2, value, little);
};

const element = (place: string, value: FixtureValue, encoding: Encoding, declaredLength?: number): Uint8Array => {
  const [vr, content] = value;
  const bytes = valueBytes(value, encoding);
  const isOpen = isItems(content) && content.undefinedLength;
  const length = declaredLength ?? (isOpen ? UNDEFINED_LENGTH : bytes.length);
  const tag = tagBytes(place, encoding.little);
  if (!encoding.explicit) return concatBytes(tag, uints(4, [length], encoding.little), bytes);
  const name = new TextEncoder().encode(vr);
  const size = LONG_VRS.has(vr)
    ? concatBytes(uints(2, [0]), uints(4, [length], encoding.little))
    : uints(2, [length], encoding.little);
  return concatBytes(tag, name, size, bytes);
};

/** PackBits: runs of three and more become runs, everything else literals. */
export const packBits = (bytes: Uint8Array): Uint8Array => {
  const out: number[] = [];
  let literal: number[] = [];
  const flush = () => {
    if (literal.length > 0) out.push(literal.length - 1, ...literal);
    literal = [];
  };
  for (let at = 0; at < bytes.length; ) {
    let run = 1;
    while (run < 128 && at + run < bytes.length && bytes[at + run] === bytes[at]) run++;
    if (run >= 3) {
      flush();
      out.push(257 - run, bytes[at]!);
    } else {
      for (let i = 0; i < run; i++) {
        literal.push(bytes[at + i]!);
        if (literal.length === 128) flush();
      }
    }
    at += run;
  }
  flush();
  return padded(Uint8Array.from(out), 0);
};

/** One RLE frame of pixels that are given least significant byte first. */
export const rleFrame = (bytes: Uint8Array, bytesPerPixel: number): Uint8Array => {
  const planes = Array.from({ length: bytesPerPixel }, (_, plane) =>
    packBits(bytes.filter((_byte, index) => index % bytesPerPixel === bytesPerPixel - 1 - plane)),
  );
  const starts: number[] = [];
  planes.reduce((start, plane) => {
    starts.push(start);
    return start + plane.length;
  }, 64);
  const header = [planes.length, ...starts];
  return concatBytes(uints(4, [...header, ...Array(16 - header.length).fill(0)]), ...planes);
};

const item = (bytes: Uint8Array): Uint8Array =>
  concatBytes(uints(2, [0xfffe, 0xe000]), uints(4, [bytes.length]), bytes);
const SEQUENCE_END = concatBytes(uints(2, [0xfffe, 0xe0dd]), uints(4, [0]));

/** The value of encapsulated pixel data: an empty offset table, the fragments, the delimiter. */
export const encapsulated = (...fragments: readonly Uint8Array[]): Uint8Array =>
  concatBytes(item(new Uint8Array(0)), ...fragments.map(item), SEQUENCE_END);

const pixelBytes = (pixels: ArrayLike<number>, bitsAllocated: number, little: boolean): Uint8Array => {
  const values = Array.from(pixels);
  return bitsAllocated === 8 ? Uint8Array.from(values) : uints(2, values, little);
};

const counted = (count: number, signed: boolean): Int32Array =>
  Int32Array.from({ length: count }, (_, index) => index - (signed ? Math.floor(count / 2) : 0));

const list = (values: readonly number[]): string => values.join('\\');

/** The attributes of a fixture without its pixels. */
export const attributesOf = (
  o: DicomFixture,
  rows: number,
  columns: number,
): Record<string, FixtureValue | undefined> => ({
  '00080060': ['CS', 'MR'],
  '0008103E': ['LO', 'SAG T2'],
  '00100010': ['PN', 'SECRET^NAME'],
  '00180088': o.spacingBetweenSlicesMm === undefined ? undefined : ['DS', `${o.spacingBetweenSlicesMm}`],
  '00200032': ['DS', list(o.position ?? [0, 0, 0])],
  '00200037': ['DS', list(o.orientation ?? [1, 0, 0, 0, 1, 0])],
  '00280002': ['US', [1]],
  '00280004': ['CS', 'MONOCHROME2'],
  '00280010': ['US', [rows]],
  '00280011': ['US', [columns]],
  '00280030': ['DS', list(o.pixelSpacing ?? [0.5, 0.75])],
  '00280100': ['US', [o.bitsAllocated ?? 16]],
  '00280101': ['US', [o.bitsAllocated ?? 16]],
  '00280103': ['US', [o.signed ? 1 : 0]],
  '00291010': o.privateBytes === undefined ? undefined : ['OB', new Uint8Array(o.privateBytes)],
  ...o.set,
});

const pixelElement = (o: DicomFixture, count: number, encoding: Encoding): Uint8Array => {
  const bitsAllocated = o.bitsAllocated ?? 16;
  const vr = bitsAllocated === 8 || o.syntax === 'rle' ? 'OB' : 'OW';
  const bytes = pixelBytes(o.pixels ?? counted(count, o.signed ?? false), bitsAllocated, encoding.little);
  if (o.syntax !== 'rle') return element('7FE00010', [vr, bytes], encoding);
  return element('7FE00010', [vr, encapsulated(rleFrame(bytes, bitsAllocated / 8))], encoding, UNDEFINED_LENGTH);
};

/** The bytes of a DICOM file. */
export const dicomFixture = (o: DicomFixture = {}): Uint8Array<ArrayBuffer> => {
  const { syntax = 'explicit', rows = 4, columns = 6, trailing = new Uint8Array(0) } = o;
  const encoding = ENCODINGS[syntax];
  const hasPixels = !('7FE00010' in (o.set ?? {}));
  const dataSet = concatBytes(
    dataSetBytes(attributesOf(o, rows, columns), encoding),
    ...(hasPixels ? [pixelElement(o, rows * columns, encoding)] : []),
    trailing,
  );
  if (o.bare) return dataSet;
  return concatBytes(
    new Uint8Array(128),
    new TextEncoder().encode('DICM'),
    element('00020010', ['UI', o.claimSyntaxUid ?? SYNTAX_UIDS[syntax]], META),
    syntax === 'deflated' ? deflateRawSync(dataSet) : dataSet,
  );
};
