import type { Tensor } from '../../domain/image.ts';
import type { Network, NetworkInput, NetworkOutput } from '../nn/network.ts';
import type { StateDict } from '../weights/state-dict.ts';
import type { Freed } from './freed.ts';

/** Tensors by the names of a network's inputs or outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

export interface PredictOptions {
  /** The inputs' buffers are given away and are empty afterwards; otherwise they are copied. */
  readonly transfer?: boolean;
}

/** A network with its weights, ready to be asked. */
export interface Predictor {
  readonly name: string;
  readonly inputs: readonly NetworkInput[];
  readonly outputs: readonly NetworkOutput[];
  /**
   * @param inputs  exactly the network's inputs, all with the same batch
   * @throws SpineError for other names or shapes, before anything is computed
   */
  readonly predict: (inputs: Tensors, options?: PredictOptions) => Promise<Tensors>;
  /** Frees the weights. What was asked before is still answered; later calls are refused. */
  readonly release: () => Promise<void>;
}

export interface LoadRequest {
  /** For messages and statistics, e.g. the run folder and fold. */
  readonly name: string;
  readonly architecture: Network;
  readonly weights: StateDict;
  /** Gives the weights' memory away, which spares a copy of them; they are empty arrays afterwards. Default: false. */
  readonly transfer?: boolean;
  /** Keeps no working memory between runs, where the runtime can: for where memory is short. Default: false. */
  readonly lean?: boolean;
}

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

/** What one model cost so far. Times are of the thread that computes, without waiting. */
export interface ModelStats {
  readonly runs: number;
  readonly runMs: number;
  /** Building and writing the graph. */
  readonly graphMs: number;
  /** Making the session: reading, optimising, packing weights. */
  readonly sessionMs: number;
}

export interface RuntimeStats extends ModelStats {
  /** By the name of the load request; models of one name are summed. */
  readonly models: Readonly<Record<string, ModelStats>>;
}

/** What computes, and why others that would have been preferred do not: for logs and records of runs. */
export interface RuntimeIdentity {
  readonly backend: string;
  /** The package that computes, with its version. */
  readonly library?: string;
  /** Of ONNX Runtime: what computes, such as `cpu` or `webgpu`. */
  readonly provider?: string;
  /** The name of the processor or the graphics card, as far as it is known. */
  readonly device?: string;
  /** Whether a GPU was asked for, and the CPU computes instead. */
  readonly fallback?: boolean;
  readonly skipped: readonly { readonly backend: string; readonly reason: string }[];
}

/** Something that computes networks. */
export interface Runtime {
  readonly identity?: RuntimeIdentity;
  /** @throws SpineError when the weights do not fit the architecture, or the runtime cannot take it */
  readonly load: (request: LoadRequest) => Promise<Predictor>;
  /**
   * Opens an ONNX file as it is; absent where the runtime has no engine for such files.
   * @throws SpineError when the file, or one of its external weights, cannot be read or understood
   */
  readonly openFile?: (request: OpenFileRequest) => Promise<ModelFile>;
  readonly stats: () => RuntimeStats;
  /** Answers what was asked, frees all models and ends the thread; later calls are refused. @returns what was freed, where it is counted */
  readonly close: () => Promise<Freed | undefined>;
}
