import type { ReadBytes } from '../dicom/index.ts';
import type { ModelStore } from '../models/model-store.ts';

/** Everything from outside that an operator may use: files, models, cancellation. Nothing else comes in. */
export interface OperatorEnv {
  readonly readBytes: ReadBytes;
  /** Names of the files in a folder, in any order. */
  readonly listFiles: (folder: string) => Promise<readonly string[]>;
  readonly models: ModelStore;
  readonly signal: AbortSignal;
}
