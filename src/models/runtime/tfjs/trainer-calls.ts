import type { Tensor } from '../../../domain/image.ts';
import type { Compared } from '../../nn/tfjs/gradients/gather-gradients.ts';
import type { TrainerOptions, TrainerStep, TrainerStepResult } from '../../nn/tfjs/trainer.ts';
import type { StoreCalls } from '../store-calls.ts';
import type { TfjsBackend } from './backends.ts';

/** Calls from the main thread to the training thread. A type, not an interface, so that it is a `Calls`. */
export type TrainerCalls = StoreCalls & {
  readonly start: { readonly request: { readonly backend: TfjsBackend }; readonly reply: undefined };
  readonly open: { readonly request: TrainerOptions; readonly reply: undefined };
  readonly step: { readonly request: TrainerStep; readonly reply: TrainerStepResult };
  readonly evaluate: {
    readonly request: { readonly given: Compared; readonly prefix: string };
    readonly reply: { readonly loss: number; readonly output: Tensor };
  };
  readonly memory: {
    readonly request: undefined;
    readonly reply: { readonly tensors: number; readonly bytes: number };
  };
};
