import type { ReadBytes } from '../dicom/index.ts';
import type { ModelStore } from '../models/model-store.ts';

/** The external resources of an operator: files and models, nothing else. */
export interface OperatorEnv {
  readonly readBytes: ReadBytes;
  /** File names in a folder, in any order. */
  readonly listFiles: (folder: string) => Promise<readonly string[]>;
  readonly models: ModelStore;
}

/** Context of the work on one study. */
export interface StudyContext {
  /**
   * Aborts when this study is cancelled: its step timed out, the run was cancelled or failed, or the stream was
   * unsubscribed. A run that stops after the studies in progress does not abort it.
   */
  readonly signal: AbortSignal;
}
