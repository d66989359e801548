import { isRecord } from '../../domain/is-record.ts';
import { SEQUENCES, TAGS } from '../tags.ts';
import { type DicomJson, isDicomJson, type JsonAttribute, valuesOf } from './dicom-json.ts';

/** JSON is Unicode, whatever the object's character set. */
const UNICODE: JsonAttribute = { vr: 'CS', Value: ['ISO_IR 192'] };

const hexOf = (key: string): string => key.slice(1).toUpperCase();
/** Excluded: metadata has no pixels, and the meta information belongs to files. */
const LEFT_OUT = new Set(
  [TAGS.mediaStorageSopClassUid, TAGS.transferSyntaxUid, TAGS.specificCharacterSet, TAGS.extendedOffsetTable]
    .concat(TAGS.floatPixelData, TAGS.doubleFloatPixelData, TAGS.pixelData)
    .map(({ code }) => code),
);
const READ = Object.values(TAGS)
  .filter(({ code }) => !LEFT_OUT.has(code))
  .sort((a, b) => a.code - b.code)
  .map(({ key, code }) => ({ hex: hexOf(key), code }));
const SEQUENCE_CODES = new Set(SEQUENCES.map(({ code }) => code));

const LONG_VRS = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
const MOST_SHORT_BYTES = 0xffff;
/** Functional groups nest three deep. */
const DEEPEST = 6;

/** An element in explicit little endian: its head and its value. */
export const element = (code: number, vr: string, value: Uint8Array): readonly Uint8Array[] => {
  const isLong = LONG_VRS.has(vr);
  if (!isLong && value.length > MOST_SHORT_BYTES) return []; // no attribute that is read is that long
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(code >>> 16, 0);
  head.writeUInt16LE(code & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (isLong) head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return [head, value];
};

const padded = (bytes: Buffer): Buffer => (bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(' ')]));

const plainText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : isRecord(value) ? nameIn(value) : '';

/** A PN value, which JSON splits into three groups (PS3.18 F.2.2). */
const nameIn = ({ Alphabetic, Ideographic, Phonetic }: Readonly<Record<string, unknown>>): string =>
  [Alphabetic, Ideographic, Phonetic]
    .map((group) => (typeof group === 'string' ? group : ''))
    .join('=')
    .replace(/=+$/, '');

/** Values as text: strings unchanged, numbers in JSON notation, empty or other values as nothing. */
const textOf = (values: readonly unknown[]): Buffer => padded(Buffer.from(values.map(plainText).join('\\'), 'utf8'));

const BINARY: Readonly<
  Record<string, readonly [bytes: number, write: (into: DataView, at: number, value: number) => void]>
> = {
  US: [2, (into, at, value) => into.setUint16(at, value, true)],
  SS: [2, (into, at, value) => into.setInt16(at, value, true)],
  UL: [4, (into, at, value) => into.setUint32(at, value, true)],
  SL: [4, (into, at, value) => into.setInt32(at, value, true)],
  FL: [4, (into, at, value) => into.setFloat32(at, value, true)],
  FD: [8, (into, at, value) => into.setFloat64(at, value, true)],
};

/** Numbers, or numeric strings as some servers write them; undefined unless all are numbers. */
const numbersOf = (values: readonly unknown[]): readonly number[] | undefined => {
  const numbers = values.map((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value));
  return numbers.every((value): value is number => typeof value === 'number' && Number.isFinite(value))
    ? numbers
    : undefined;
};

const binaryOf = (vr: string, values: readonly unknown[]): Uint8Array | undefined => {
  const [size, write] = BINARY[vr] ?? [];
  const numbers = numbersOf(values);
  if (size === undefined || write === undefined || numbers === undefined) return undefined;
  const view = new DataView(new ArrayBuffer(size * numbers.length));
  for (const [index, value] of numbers.entries()) write(view, index * size, value);
  return new Uint8Array(view.buffer);
};

const itemsOf = (values: readonly unknown[], depth: number): Buffer =>
  Buffer.concat(
    values.flatMap((item) => {
      const bytes = attributesOf(isDicomJson(item) ? item : {}, depth + 1);
      const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
      head.writeUInt32LE(bytes.length, 4);
      return [head, bytes];
    }),
  );

const attributeOf = (code: number, attribute: JsonAttribute, depth: number): readonly Uint8Array[] => {
  const { vr, InlineBinary } = attribute;
  if (typeof vr !== 'string' || !/^[A-Z]{2}$/.test(vr)) return [];
  if (SEQUENCE_CODES.has(code) && vr !== 'SQ' && vr !== 'UN') return [];
  if (typeof InlineBinary === 'string') return element(code, vr, padded(Buffer.from(InlineBinary, 'base64')));
  const values = valuesOf(attribute);
  if (vr === 'SQ') return SEQUENCE_CODES.has(code) && depth < DEEPEST ? element(code, vr, itemsOf(values, depth)) : [];
  if (!(vr in BINARY)) return element(code, vr, textOf(values));
  const value = binaryOf(vr, values);
  return value === undefined ? [] : element(code, vr, value);
};

const attributesOf = (data: DicomJson, depth: number): Buffer =>
  Buffer.concat(
    READ.flatMap(({ hex, code }) => {
      const attribute = data[hex];
      return attribute === undefined ? [] : attributeOf(code, attribute, depth);
    }),
  );

/**
 * Encodes the attributes that this product reads from a JSON data set as explicit little endian, so that one parser reads both metadata and files.
 * Invalid values are left out.
 */
export const dataSetBytes = (data: DicomJson): Uint8Array =>
  Buffer.concat([...attributeOf(TAGS.specificCharacterSet.code, UNICODE, 0), attributesOf(data, 0)]);

/** The JSON tag of an attribute. */
export const jsonTagOf = ({ key }: { readonly key: string }): string => hexOf(key);
