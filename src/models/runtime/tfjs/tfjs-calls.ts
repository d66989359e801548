import type { Tensor } from '../../../domain/image.ts';
import type { NetworkRecording } from '../../nn/tfjs/recording/recorded.ts';
import type { NamedTensor } from '../named-tensor.ts';
import type { TfjsBackend } from './backends.ts';

/** Calls from the main thread to the thread with the tensors. A type, not an interface, so that it is a `Calls`. */
export type TfjsCalls = {
  readonly start: { readonly request: { readonly backend: TfjsBackend }; readonly reply: undefined };
  readonly load: {
    readonly request: { readonly recording: NetworkRecording; readonly weights: readonly NamedTensor[] };
    readonly reply: { readonly network: number; readonly loadMs: number };
  };
  readonly run: {
    readonly request: { readonly network: number; readonly inputs: Readonly<Record<string, Tensor>> };
    readonly reply: { readonly outputs: Readonly<Record<string, Tensor>>; readonly runMs: number };
  };
  readonly release: { readonly request: { readonly network: number }; readonly reply: undefined };
  readonly memory: { readonly request: undefined; readonly reply: { readonly tensors: number } };
};
