import type { ReadBytes } from '../dicom/index.ts';
import type { ModelStore } from '../models/model-store.ts';

/** Everything from outside that an operator may use: files and models. Nothing else comes in. */
export interface OperatorEnv {
  readonly readBytes: ReadBytes;
  /** Names of the files in a folder, in any order. */
  readonly listFiles: (folder: string) => Promise<readonly string[]>;
  readonly models: ModelStore;
}

/** What the work on one study is given besides the study. */
export interface StudyContext {
  /**
   * Aborted when this study is cancelled: a step of it timed out, the run was cancelled or failed, or the stream was unsubscribed.
   * A run that only stops after the studies in progress aborts nothing.
   */
  readonly signal: AbortSignal;
}
