import { BrokenStream } from './codec.ts';
import type { HuffmanTable } from './huffman.ts';

const RESTART_FIRST = 0xd0;

/** Bit reader of a scan (ISO 10918-1, F.2.2.5). Reading past the end yields ones and is recorded. */
export class JpegBits {
  readonly #bytes: Uint8Array;
  #at = 0;
  /** The lowest `#count` bits are not yet read. */
  #buffer = 0;
  #count = 0;
  /** Number of those bits that lie past the end of the data. */
  #made = 0;
  #restarts = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  #fill(): void {
    while (this.#count <= 16) {
      const byte = this.#bytes[this.#at];
      const isMarker = byte === 0xff && this.#bytes[this.#at + 1] !== 0;
      if (byte === undefined || isMarker) {
        this.#buffer = (this.#buffer << 8) | 0xff;
        this.#made += 8;
      } else {
        this.#buffer = (this.#buffer << 8) | byte;
        this.#at += byte === 0xff ? 2 : 1; // a stuffed zero follows 255
      }
      this.#count += 8;
    }
  }

  #drop(count: number): void {
    this.#count -= count;
    if (this.#count < this.#made) throw new BrokenStream('its codestream ends early');
  }

  /** Reads the next symbol. */
  symbol(table: HuffmanTable): number {
    this.#fill();
    const entry = table[(this.#buffer >>> (this.#count - 16)) & 0xffff]!;
    if (entry === 0) throw new BrokenStream('its codestream has a code that stands for nothing');
    this.#drop(entry >> 8);
    return entry & 0xff;
  }

  /** Reads the next `size` bits as a difference: the upper half is positive, the lower half negative. */
  difference(size: number): number {
    if (size === 0) return 0;
    if (size > 16) throw new BrokenStream('its codestream has a difference of more than 16 bits');
    this.#fill();
    const value = (this.#buffer >>> (this.#count - size)) & (2 ** size - 1);
    this.#drop(size);
    return value < 2 ** (size - 1) ? value - 2 ** size + 1 : value;
  }

  /** Skips the restart marker that must come next. */
  restart(): void {
    if (this.#count - this.#made >= 8 || this.#bytes[this.#at] !== 0xff)
      throw new BrokenStream('a restart marker is missing');
    if (this.#bytes[this.#at + 1] !== RESTART_FIRST + (this.#restarts++ % 8))
      throw new BrokenStream('its restart markers do not follow one another');
    this.#at += 2;
    this.#buffer = 0;
    this.#count = 0;
    this.#made = 0;
  }

  /** Checks that only the padding of the last byte is left. */
  expectEnd(): void {
    if (this.#count - this.#made >= 8 || this.#at < this.#bytes.length)
      throw new BrokenStream('its codestream is longer than its picture');
  }
}
