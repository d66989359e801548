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
/** Of commands in messages, never of files; a copy that was interrupted may leave any number of zeros. */
const COMMAND_GROUP = 0;

/** dicom-parser makes objects of all elements and items. Objects of 16,384 frames have fewer; a few deflated bytes may claim to be any number. */
const MAX_HEADERS = 2 ** 20;

export const READ_SEQUENCES: ReadonlySet<number> = new Set(SEQUENCES.map(({ code }) => code));

/** Representations with a length of 16 bits (PS3.5 7.1.2). All others, future ones included, have 32. */
const SHORT_VRS = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));
/** Those of 32 bits that dicom-parser knows, without sequences. */
const LONG_VRS = new Set('OB OD OF OL OW UC UR UT'.split(' '));

/** Where its bytes end, dicom-parser ends whatever is open, without a word. It is shown none that end; reading beyond the end throws. */
const ENDLESS: Uint8Array = Object.defineProperty(new Uint8Array(0), 'length', { value: Number.POSITIVE_INFINITY });

/**
 * What dicom-parser reads elements from. It sees each header that is read: it refuses those that dicom-parser would walk through or past,
 * and shows others in a way that makes dicom-parser read them right. Reading beyond the end throws EndOfBytes.
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
  /** Of the element or item whose header is being read, or was read last. */
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

  /** Which element was read last, for messages. */
  get place(): string {
    return `element ${placeOf(this.#tag.toString(16).padStart(8, '0'))} at byte ${this.#at}`;
  }

  /** The tag of the element at the position. */
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

  /** The representation of an element in explicit encoding, which nothing else is read as text for. */
  readFixedString(): string {
    const at = this.#step(2);
    this.#begin(at - 4);
    this.#refuseItems();
    this.#last = 'vr';
    // What is no pair of letters was a representation that the writer did not know, "??": it has the short form, as in DCMTK.
    if (this.#tag === ITEM_END || !hasVr(this.bytes, at - 4)) return '';
    const vr = String.fromCharCode(this.bytes[at]!, this.bytes[at + 1]!);
    if (SHORT_VRS.has(vr)) return vr;
    if (at + 8 > this.bytes.length) throw this.#cut();
    const isOpen = this.#uint32At(at + 4) === UNDEFINED_LENGTH;
    // UN stands for OV, SV, UV and future ones, too, and for sequences that nobody reads and that tell their length.
    if (!LONG_VRS.has(vr)) return vr === 'SQ' && (isOpen || READ_SEQUENCES.has(this.#tag)) ? 'SQ' : 'UN';
    if (isOpen && this.#tag >>> 16 !== PIXEL_GROUP) throw new Malformed(`${this.place} has no length`);
    return vr;
  }

  /** What an element in implicit encoding is: a sequence or not. dicom-parser would take for one what only begins like an item. */
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
