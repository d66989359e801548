import type { Tensor } from '../../domain/image.ts';
import type { Network, NetworkInput, NetworkOutput } from '../nn/network.ts';
import type { StateDict } from '../weights/state-dict.ts';
import type { Freed } from './worker-client.ts';

/** Tensors by input or output name. */
export type Tensors = Readonly<Record<string, Tensor>>;

export interface PredictOptions {
  /** Whether to transfer the inputs' buffers, which are then empty, instead of copying them. */
  readonly transfer?: boolean;
  /** Withdraws a prediction that waits for its turn; one that is being computed is completed. */
  readonly signal?: AbortSignal | undefined;
}

/** A loaded network. */
export interface Predictor {
  readonly name: string;
  readonly inputs: readonly NetworkInput[];
  readonly outputs: readonly NetworkOutput[];
  /**
   * @param inputs  exactly the network's inputs, all with the same batch
   * @throws SpineError for other names or shapes, before anything is computed
   */
  readonly predict: (inputs: Tensors, options?: PredictOptions) => Promise<Tensors>;
  /** Frees the weights. Pending calls are still answered; later ones are refused. */
  readonly release: () => Promise<void>;
}

export interface LoadRequest {
  /** Name in messages and statistics, e.g. the run folder and fold. */
  readonly name: string;
  readonly architecture: Network;
  readonly weights: StateDict;
  /** Transfers the weights' memory, which avoids a copy; the arrays are then empty. Default: false. */
  readonly transfer?: boolean;
  /** Frees working memory between runs, if the runtime can, to save memory. Default: false. */
  readonly lean?: boolean;
}

/** An input or output that a model file declares. */
export interface FileValue {
  readonly name: string;
  /** Element type, e.g. `float32`. */
  readonly elements: string;
  /** An open size is a name, or an empty text. */
  readonly shape: readonly (number | string)[];
}

/** A loaded model file with its own names. */
export interface ModelFile {
  readonly inputs: readonly FileValue[];
  readonly outputs: readonly FileValue[];
  /**
   * Runs without checks other than those of the file's engine.
   * @param outputs  names of the outputs to compute; they must be float32
   */
  readonly run: (inputs: Tensors, outputs: readonly string[], options?: PredictOptions) => Promise<Tensors>;
  /** Frees the weights. Pending calls are still answered; later ones are refused. */
  readonly release: () => Promise<void>;
}

interface OpenFileRequest {
  /** Name in messages and statistics. */
  readonly name: string;
  readonly path: string;
}

/** Cost of one model so far. Times are those of the computing thread, without waiting. */
export interface ModelStats {
  readonly runs: number;
  readonly runMs: number;
  /** Time to build and encode the graph. */
  readonly graphMs: number;
  /** Time to create the session: reading, optimising, packing weights. */
  readonly sessionMs: number;
}

export interface RuntimeStats extends ModelStats {
  /** By the name in the load request; models of one name are summed. */
  readonly models: Readonly<Record<string, ModelStats>>;
}

/** The device, and reasons against preferred ones, for logs and records of runs. */
export interface RuntimeIdentity {
  readonly backend: string;
  /** Package with its version. */
  readonly library?: string;
  /** Execution provider of ONNX Runtime, such as `cpu` or `webgpu`. */
  readonly provider?: string;
  /** Name of the processor or graphics card, if known. */
  readonly device?: string;
  /** Whether a GPU was requested and the CPU is used instead. */
  readonly fallback?: boolean;
  readonly skipped: readonly { readonly backend: string; readonly reason: string }[];
}

/** An inference engine. */
export interface Runtime {
  readonly identity?: RuntimeIdentity;
  /** @throws SpineError if the weights do not fit the architecture, or the runtime cannot load it */
  readonly load: (request: LoadRequest) => Promise<Predictor>;
  /**
   * Opens an ONNX file unchanged; absent if the runtime has no engine for such files.
   * @throws SpineError if the file, or one of its external weights, is unreadable or invalid
   */
  readonly openFile?: (request: OpenFileRequest) => Promise<ModelFile>;
  readonly stats: () => RuntimeStats;
  /** Answers pending calls, frees all models and ends the thread; later calls are refused. @returns the freed resources, if counted */
  readonly close: () => Promise<Freed | undefined>;
}
