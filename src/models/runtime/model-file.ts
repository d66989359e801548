import type { PredictOptions, Tensors } from './runtime.ts';

/** A value that a model file takes or gives, as the file says it. */
export interface FileValue {
  readonly name: string;
  /** Type of the elements, e.g. `float32`. */
  readonly elements: string;
  /** A size that the file leaves open is a name, or an empty text. */
  readonly shape: readonly (number | string)[];
}

/** A model file that is ready to be asked, by its own names. */
export interface ModelFile {
  readonly inputs: readonly FileValue[];
  readonly outputs: readonly FileValue[];
  /**
   * Nothing is checked before the file's own engine sees it.
   * @param outputs  names of those to compute; they must be float32
   */
  readonly run: (inputs: Tensors, outputs: readonly string[], options?: PredictOptions) => Promise<Tensors>;
  /** Frees the weights. What was asked before is still answered; later calls are refused. */
  readonly release: () => Promise<void>;
}

export interface OpenFileRequest {
  /** For messages and statistics. */
  readonly name: string;
  readonly path: string;
}
