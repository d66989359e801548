import dicomParser, { type ByteArrayParser, type ByteStream } from 'dicom-parser';
import { SEQUENCES } from '../tags.ts';
import { type Encoding, EndOfBytes, hasVr, Malformed, placeOf } from './encoding.ts';
import { asBuffer } from './text.ts';

export const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 0xfffee000;
export const ITEM_END = 0xfffee00d;
export const SEQUENCE_END = 0xfffee0dd;
const PIXEL_GROUP = 0x7fe0;
const PIXEL_DATA = 0x7fe00010;
/** Group of commands in messages, which never occurs in files; an interrupted copy may leave any number of zeros. */
const COMMAND_GROUP = 0;

/** dicom-parser allocates an object per element and item. Objects of 16,384 frames have fewer; a few deflated bytes can claim any number. */
const MAX_HEADERS = 2 ** 20;

export const READ_SEQUENCES: ReadonlySet<number> = new Set(SEQUENCES.map(({ code }) => code));

/** Representations with 16-bit lengths (PS3.5 7.1.2). All others, future ones included, have 32 bits. */
const SHORT_VRS = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));
/** Representations with 32-bit lengths that dicom-parser knows, without sequences. */
const LONG_VRS = new Set('OB OD OF OL OW UC UR UT'.split(' '));

/** At the end of its bytes, dicom-parser silently closes open elements. It sees no such end here; reading past the end throws instead. */
const ENDLESS: Uint8Array = Object.defineProperty(new Uint8Array(0), 'length', { value: Number.POSITIVE_INFINITY });

/**
 * The byte stream that dicom-parser reads from. Inspects each header: refuses headers that dicom-parser would misread and rewrites others so that it
 * reads them correctly. Reading past the end throws EndOfBytes.
 */
export class GuardedStream implements ByteStream {
  readonly byteArray = ENDLESS;
  readonly byteArrayParser: ByteArrayParser;
  readonly warnings: string[] = [];
  position: number;
  readonly bytes: Buffer;
  readonly encoding: Encoding;
  readonly #view: DataView;
  #last: 'tag' | 'vr' | 'length' = 'length';
  /** Element or item whose header is being read, or was read last. */
  #tag = 0;
  #at = 0;
  #count = 0;
  #inFragments = false;

  constructor(bytes: Uint8Array, encoding: Encoding, position: number) {
    const { littleEndianByteArrayParser, bigEndianByteArrayParser } = dicomParser;
    this.byteArrayParser = encoding.littleEndian ? littleEndianByteArrayParser : bigEndianByteArrayParser;
    this.bytes = asBuffer(bytes);
    this.encoding = encoding;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = position;
  }

  /** The element read last, for messages. */
  get place(): string {
    return `element ${placeOf(this.#tag.toString(16).padStart(8, '0'))} at byte ${this.#at}`;
  }

  /** Tag of the element at the current position. */
  nextTag(): number {
    this.#begin(this.position);
    return this.#tag;
  }

  readUint16(): number {
    const at = this.#step(2);
    if (this.#last === 'vr') {
      this.#last = 'length';
      return this.#tag === ITEM_END ? 0 : this.#uint16At(at);
    }
    this.#last = 'tag';
    return this.#uint16At(at);
  }

  readUint32(): number {
    const at = this.#step(4);
    const length = this.#uint32At(at);
    if (this.#last === 'length') return length; // an entry of an offset table
    if (this.#last === 'tag') this.#begin(at - 4);
    this.#last = 'length';
    if (this.#inFragments) this.#checkFragment(length);
    if (this.#tag === ITEM_END || this.#tag === SEQUENCE_END) return 0; // whatever it claims
    if (this.#tag === PIXEL_DATA) this.#inFragments = length === UNDEFINED_LENGTH;
    return length;
  }

  /** Returns the representation of an element in explicit encoding; dicom-parser reads no other text through this method. */
  readFixedString(): string {
    const at = this.#step(2);
    this.#begin(at - 4);
    this.#refuseItems();
    this.#last = 'vr';
    // Anything but two letters is a representation unknown to the writer, "??", with the short form, as in DCMTK.
    if (this.#tag === ITEM_END || !hasVr(this.bytes, at - 4)) return '';
    const vr = String.fromCharCode(this.bytes[at]!, this.bytes[at + 1]!);
    if (SHORT_VRS.has(vr)) return vr;
    if (at + 8 > this.bytes.length) throw this.#cut();
    const isOpen = this.#uint32At(at + 4) === UNDEFINED_LENGTH;
    // UN also stands for OV, SV, UV and future representations, and for unread sequences of defined length.
    if (!LONG_VRS.has(vr)) return vr === 'SQ' && (isOpen || READ_SEQUENCES.has(this.#tag)) ? 'SQ' : 'UN';
    if (isOpen && this.#tag >>> 16 !== PIXEL_GROUP) throw new Malformed(`${this.place} has no length`);
    return vr;
  }

  /** Decides whether an element in implicit encoding is a sequence; dicom-parser would take any value that begins like an item for one. */
  vrOf(): string {
    this.#begin(this.position - 4);
    this.#refuseItems();
    if (this.#uint32At(this.position) === UNDEFINED_LENGTH) return 'SQ';
    const value = this.position + 4;
    const hasItem = value + 4 <= this.bytes.length && this.#tagAt(value) === ITEM;
    return hasItem && READ_SEQUENCES.has(this.#tag) ? 'SQ' : '';
  }

  seek(offset: number): void {
    this.position += offset;
    if (this.position > this.bytes.length) throw this.#cut();
  }

  readByteStream(count: number): ByteStream {
    const at = this.#step(count);
    return new GuardedStream(this.bytes.subarray(at, at + count), this.encoding, 0);
  }

  #step(count: number): number {
    const at = this.position;
    this.position += count;
    if (this.position > this.bytes.length) throw this.#cut();
    return at;
  }

  #begin(at: number): void {
    if (at + 8 > this.bytes.length) throw new EndOfBytes(`the bytes end within the header of an element at byte ${at}`);
    this.#tag = this.#tagAt(at);
    this.#at = at;
    if (++this.#count > MAX_HEADERS)
      throw new Malformed(`more than ${MAX_HEADERS} elements and items before the pixels`);
    if (this.#tag >>> 16 === COMMAND_GROUP) throw new Malformed(`zeros at byte ${at} in place of an element`);
  }

  #refuseItems(): void {
    if (this.#tag === ITEM || this.#tag === SEQUENCE_END)
      throw new Malformed(`${this.place} where an element should be`);
  }

  #checkFragment(length: number): void {
    this.#inFragments = this.#tag === ITEM;
    if (this.#tag === ITEM && this.position + length > this.bytes.length) throw this.#cut();
    if (this.#tag !== ITEM && this.#tag !== SEQUENCE_END)
      throw new Malformed(`${this.place} where a fragment or the end of fragments should be`);
  }

  #uint16At(at: number): number {
    return this.#view.getUint16(at, this.encoding.littleEndian);
  }

  #uint32At(at: number): number {
    return this.#view.getUint32(at, this.encoding.littleEndian);
  }

  #tagAt(at: number): number {
    return this.#uint16At(at) * 0x10000 + this.#uint16At(at + 2);
  }

  #cut(): EndOfBytes {
    return new EndOfBytes(`${this.place} reaches beyond the ${this.bytes.length} bytes that are there`);
  }
}
