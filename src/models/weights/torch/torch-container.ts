import type { ByteFile } from '../byte-file.ts';
import type { TorchStorage, TorchValue } from './torch-value.ts';

/** A checkpoint of which the structure has been read and the numbers have not. */
export interface TorchContainer {
  readonly file: ByteFile;
  readonly root: TorchValue;
  /** Where the elements of a storage begin in the file, in bytes; they have been found to lie inside it. */
  readonly offsetOf: (storage: TorchStorage) => Promise<number>;
  readonly close: () => void;
}
