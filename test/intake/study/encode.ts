import { type DataSet, type Element, type Encapsulated, isItems, type Value } from './data-set.ts';

/** How numbers and lengths are written. */
export interface Encoding {
  readonly explicit: boolean;
  readonly little: boolean;
}

const UNDEFINED_LENGTH = 0xffffffff;
/** VRs whose explicit length has four bytes, behind two that are reserved. */
const LONG_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

const SIZES: Readonly<Record<string, 1 | 2 | 4 | 8>> = {
  US: 2,
  SS: 2,
  UL: 4,
  SL: 4,
  FL: 4,
  FD: 8,
  SV: 8,
  UV: 8,
  OW: 2,
  OL: 4,
  OV: 8,
};

const uint16 = (value: number, little: boolean): Buffer => {
  const bytes = Buffer.alloc(2);
  if (little) bytes.writeUInt16LE(value);
  else bytes.writeUInt16BE(value);
  return bytes;
};

const uint32 = (value: number, little: boolean): Buffer => {
  const bytes = Buffer.alloc(4);
  if (little) bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return bytes;
};

const tagBytes = (tag: string, little: boolean): Buffer =>
  Buffer.concat([
    uint16(Number.parseInt(tag.slice(0, 4), 16), little),
    uint16(Number.parseInt(tag.slice(4), 16), little),
  ]);

const swapped = (bytes: Buffer, size: number): Buffer => {
  const copy = Buffer.from(bytes);
  if (size === 2) copy.swap16();
  if (size === 4) copy.swap32();
  if (size === 8) copy.swap64();
  return copy;
};

const WRITE: Readonly<Record<string, (view: DataView, value: number | bigint) => void>> = {
  US: (view, value) => view.setUint16(0, Number(value), true),
  SS: (view, value) => view.setInt16(0, Number(value), true),
  UL: (view, value) => view.setUint32(0, Number(value), true),
  SL: (view, value) => view.setInt32(0, Number(value), true),
  FL: (view, value) => view.setFloat32(0, Number(value), true),
  FD: (view, value) => view.setFloat64(0, Number(value), true),
  SV: (view, value) => view.setBigInt64(0, BigInt(value), true),
  UV: (view, value) => view.setBigUint64(0, BigInt(value), true),
};

const numberBytes = (vr: string, value: number | bigint): Buffer => {
  const bytes = Buffer.alloc(SIZES[vr]!);
  WRITE[vr]!(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), value);
  return bytes;
};

const padded = (bytes: Buffer, vr: string): Buffer => {
  if (bytes.length % 2 === 0) return bytes;
  const zero = vr === 'UI' || !/^(AE|AS|CS|DA|DS|DT|IS|LO|LT|PN|SH|ST|TM|UC|UR|UT)$/.test(vr);
  return Buffer.concat([bytes, Buffer.of(zero ? 0 : 0x20)]);
};

/** The value of an element that is neither a sequence nor encapsulated. */
const plainBytes = ({ vr, value }: Element, little: boolean): Buffer => {
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    // Bytes of a wider VR are given in this machine's order; those of OB and UN, and 8-bit pixels, have none.
    return padded(little ? bytes : swapped(bytes, SIZES[vr] ?? 1), vr);
  }
  const values = [value].flat();
  if (vr === 'AT') return Buffer.concat(values.map((one) => tagBytes(String(one), little)));
  if (WRITE[vr] === undefined) return padded(Buffer.from(values.join('\\'), 'utf8'), vr);
  const bytes = Buffer.concat(values.map((one) => numberBytes(vr, one as number | bigint)));
  return little ? bytes : swapped(bytes, SIZES[vr]!);
};

const ITEM = 'FFFEE000';
const ITEM_END = 'FFFEE00D';
const SEQUENCE_END = 'FFFEE0DD';
const marker = (tag: string, length: number, little: boolean): Buffer =>
  Buffer.concat([tagBytes(tag, little), uint32(length, little)]);

const itemBytes = (item: DataSet, encoding: Encoding): Buffer => {
  const { little } = encoding;
  const content = encodeDataSet(item, encoding);
  return item.undefinedLength
    ? Buffer.concat([marker(ITEM, UNDEFINED_LENGTH, little), content, marker(ITEM_END, 0, little)])
    : Buffer.concat([marker(ITEM, content.length, little), content]);
};

const isEncapsulated = (value: Value): value is Encapsulated =>
  typeof value === 'object' && !Array.isArray(value) && 'fragments' in value;

const encapsulatedBytes = ({ offsets, fragments }: Encapsulated): Buffer => {
  const table = Buffer.concat(offsets.map((offset) => uint32(offset, true)));
  const items = [table, ...fragments].map((bytes) => {
    const even = padded(Buffer.from(bytes), 'OB');
    return Buffer.concat([marker(ITEM, even.length, true), even]);
  });
  return Buffer.concat([...items, marker(SEQUENCE_END, 0, true)]);
};

const contentOf = (element: Element, encoding: Encoding): { content: Buffer; open: boolean } => {
  const { vr, value, undefinedLength: open = false } = element;
  if (isEncapsulated(value)) return { content: encapsulatedBytes(value), open: true };
  if (vr !== 'SQ' || !isItems(value)) return { content: plainBytes(element, encoding.little), open };
  const items = value.map((item) => itemBytes(item, encoding));
  return { content: Buffer.concat(open ? [...items, marker(SEQUENCE_END, 0, encoding.little)] : items), open };
};

const elementBytes = (tag: string, element: Element, encoding: Encoding): Buffer => {
  const { explicit, little } = encoding;
  const { content, open } = contentOf(element, encoding);
  const length = open ? UNDEFINED_LENGTH : content.length;
  if (!explicit) return Buffer.concat([tagBytes(tag, little), uint32(length, little), content]);
  const size = LONG_VRS.has(element.vr)
    ? Buffer.concat([Buffer.alloc(2), uint32(length, little)])
    : uint16(length, little);
  return Buffer.concat([tagBytes(tag, little), Buffer.from(element.vr, 'latin1'), size, content]);
};

/** The bytes of a data set, its elements in the order of their tags. */
export const encodeDataSet = ({ elements }: DataSet, encoding: Encoding): Buffer =>
  Buffer.concat(
    [...elements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tag, element]) => elementBytes(tag, element, encoding)),
  );
