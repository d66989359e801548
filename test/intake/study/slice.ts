import { posix } from 'node:path';
import type { Attributes, DataSet, Samples } from './data-set.ts';
import type { Keyword } from './dictionary.ts';
import { encodeFile, type SyntaxName } from './file.ts';
import { uid } from './uid.ts';

/** One image that can be changed: its header, its pixels, and its path below the study. */
export class Slice {
  syntax: SyntaxName = 'explicit';
  /** Written in place of the data set where it is set. */
  bytes: Uint8Array | undefined;

  readonly dataSet: DataSet;
  /** t2, t1, ax, or the name of a copied series. */
  kind: string;
  path: string;

  constructor(dataSet: DataSet, kind: string, path: string) {
    this.dataSet = dataSet;
    this.kind = kind;
    this.path = path;
  }

  get folder(): string {
    return posix.dirname(this.path);
  }
  /** InstanceNumber. */
  get number(): number {
    return this.dataSet.number('InstanceNumber');
  }
  get rows(): number {
    return this.dataSet.number('Rows');
  }
  get columns(): number {
    return this.dataSet.number('Columns');
  }

  set(attributes: Attributes): this {
    this.dataSet.set(attributes);
    return this;
  }

  delete(...keywords: readonly Keyword[]): this {
    this.dataSet.delete(...keywords);
    return this;
  }

  /** Names the file anew, in the folder where it is. */
  rename(name: string): void {
    this.path = posix.join(this.folder, name);
  }

  copy(path = this.path): Slice {
    const copy = new Slice(this.dataSet.copy(), this.kind, path);
    copy.syntax = this.syntax;
    copy.bytes = this.bytes;
    return copy;
  }

  /** Becomes another instance. */
  identify(...parts: readonly (string | number)[]): this {
    return this.set({ SOPInstanceUID: uid(this.dataSet.text('SOPInstanceUID'), ...parts) });
  }

  /** Stored values, [rows, columns]; not to be written into. */
  get pixels(): Samples {
    const value = this.dataSet.get('PixelData');
    if (!ArrayBuffer.isView(value)) throw new Error('the pixels are compressed');
    return value;
  }

  /** Sets the stored values and how wide they are; their number stays unless `size` is given. */
  setPixels(pixels: Samples, size: { rows: number; columns: number } = this): this {
    const bytesPerPixel = pixels.BYTES_PER_ELEMENT;
    this.set({ Rows: size.rows, Columns: size.columns, BitsAllocated: 8 * bytesPerPixel });
    this.dataSet.put('7FE00010', { vr: bytesPerPixel === 1 ? 'OB' : 'OW', value: pixels });
    return this;
  }

  /** Replaces every stored value. */
  mapPixels(of: (value: number, index: number) => number): this {
    return this.setPixels(this.pixels.map(of));
  }

  setBits(stored: number, { signed = false, high = stored - 1 } = {}): this {
    return this.set({ BitsStored: stored, HighBit: high, PixelRepresentation: signed ? 1 : 0 });
  }

  encode(): Uint8Array {
    return this.bytes ?? encodeFile(this.dataSet, this.syntax);
  }
}
