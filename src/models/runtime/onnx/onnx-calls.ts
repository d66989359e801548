import type { Tensor } from '../../../domain/image.ts';
import type { OnnxGraph } from '../../nn/onnx/graph.ts';
import type { FileValue } from '../runtime.ts';
import type { Provider } from './device/devices.ts';

/** Calls from the main thread to the thread with the sessions. A type, not an interface, so that it is a `Calls`. */
export type OnnxCalls = {
  readonly hello: { readonly request: undefined; readonly reply: undefined };
  readonly load: {
    readonly request: {
      readonly graph: OnnxGraph;
      /** Values of `graph.parameters`, in their order. */
      readonly weights: readonly Float32Array[];
      readonly threads: number;
      readonly provider: Provider;
      readonly lean: boolean;
    };
    readonly reply: { readonly session: number; readonly graphMs: number; readonly sessionMs: number };
  };
  /** A file of any origin; external weights are found by the names in the file. */
  readonly open: {
    readonly request: { readonly path: string; readonly threads: number; readonly provider: Provider };
    readonly reply: {
      readonly session: number;
      readonly sessionMs: number;
      readonly inputs: readonly FileValue[];
      readonly outputs: readonly FileValue[];
    };
  };
  readonly run: {
    readonly request: {
      readonly session: number;
      readonly inputs: Readonly<Record<string, Tensor>>;
      /** Outputs to compute; default: all. */
      readonly outputs?: readonly string[];
    };
    readonly reply: { readonly outputs: Readonly<Record<string, Tensor>>; readonly runMs: number };
  };
  readonly release: { readonly request: { readonly session: number }; readonly reply: undefined };
};
