import type { Tensor } from '../../../domain/image.ts';
import type { Program } from '../../nn/gradient/program.ts';
import type { StoreCalls } from '../store-calls.ts';
import type { Provider } from './device/devices.ts';

export interface RunRequest {
  readonly session: number;
  /** Inputs that the store does not hold, by name. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Seed of this run's dropout masks. */
  readonly maskSeed: string;
  /** Outputs to return, by name. */
  readonly returns: readonly string[];
  /** Outputs that must be finite, or the store stays unchanged. */
  readonly finite: readonly string[];
  /** Reads `<prefix><name>` instead of a tensor if the store has it. */
  readonly prefix: string;
}

export interface RunReply {
  readonly results: Readonly<Record<string, Tensor>>;
  /** Whether the outputs were stored. */
  readonly written: boolean;
}

/** Calls from the main thread to the thread with a store of tensors and the sessions of its programs. */
export type ProgramCalls = StoreCalls & {
  readonly hello: { readonly request: undefined; readonly reply: undefined };
  readonly load: {
    readonly request: { readonly program: Program; readonly threads: number; readonly provider: Provider };
    readonly reply: { readonly session: number };
  };
  readonly release: { readonly request: { readonly session: number }; readonly reply: undefined };
  readonly clear: { readonly request: { readonly names: readonly string[] }; readonly reply: undefined };
  readonly run: { readonly request: RunRequest; readonly reply: RunReply };
};
