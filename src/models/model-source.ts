import type { NetworkInput, NetworkOutput } from './nn/network.ts';
import type { Predictor, Runtime } from './runtime/runtime.ts';
import type { ImageConfig } from './zoo/architecture.ts';
import type { Level2Config } from './zoo/level-2.ts';

/** What a pipeline must know of a network, whatever its origin: its role, inputs and outputs. */
export interface ServedNetwork {
  readonly config: { readonly kind: ImageConfig['kind'] } | Level2Config;
  readonly inputs: readonly NetworkInput[];
  readonly outputs: readonly NetworkOutput[];
}

export interface LoadHow {
  readonly runtime: Runtime;
  /** For messages and statistics. */
  readonly name: string;
  /** As in `LoadRequest`. */
  readonly lean: boolean;
}

/** The networks of a run folder, and how to load each one. Each file format has its own implementation. */
export interface ModelSource {
  readonly architecture: ServedNetwork;
  /** From config.json, for the record of a run. */
  readonly description: Readonly<Record<string, unknown>>;
  /** Ascending. */
  readonly folds: readonly number[];
  readonly sha256Of: (fold: number) => Promise<string>;
  /** Size of a fold's file. */
  readonly bytesOf: (fold: number) => Promise<number>;
  readonly load: (fold: number, how: LoadHow) => Promise<Predictor>;
}
