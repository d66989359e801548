import type { ByteFile } from '../byte-file.ts';
import type { TorchStorage, TorchValue } from './torch-value.ts';

/** A checkpoint whose structure has been read, but not its numbers. */
export interface TorchContainer {
  readonly file: ByteFile;
  readonly root: TorchValue;
  /** Byte offset of a storage's elements, already checked against the file size. */
  readonly offsetOf: (storage: TorchStorage) => Promise<number>;
  readonly close: () => void;
}
