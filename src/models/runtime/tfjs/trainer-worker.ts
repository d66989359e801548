import * as tf from '@tensorflow/tfjs-core';
import { explained } from '../../nn/tfjs/errors.ts';
import type { Compared } from '../../nn/tfjs/gradients/gather-gradients.ts';
import { type Trainer, type TrainerOptions, type TrainerStep, trainerOf } from '../../nn/tfjs/trainer.ts';
import { serveCalls } from '../serve-calls.ts';
import type { NamedTensor } from '../store-calls.ts';
import { liveTensors, startBackend } from './start-backend.ts';

/** The training thread: weights and their companions stay here between steps. */
let open: Trainer | undefined;

const answered = async <R>(work: (trainer: Trainer) => R | Promise<R>): Promise<R> => {
  if (open === undefined) throw new Error('nothing is trained here yet');
  try {
    return await work(open);
  } catch (error) {
    throw explained(error);
  }
};

/** Calls from the main thread. */
export type TrainerCalls = typeof handlers;

const handlers = {
  start: startBackend,
  open: async (options: TrainerOptions) => {
    open = trainerOf(options);
  },
  write: (tensors: readonly NamedTensor[]) => answered((trainer) => trainer.write(tensors)),
  read: (names: readonly string[]) => answered((trainer) => trainer.read(names)),
  average: (o: Parameters<Trainer['average']>[0]) => answered((trainer) => trainer.average(o)),
  step: (request: TrainerStep) => answered((trainer) => trainer.step(request)),
  evaluate: ({ given, prefix }: { readonly given: Compared; readonly prefix: string }) =>
    answered((trainer) => trainer.evaluate(given, prefix)),
  memory: async () => {
    const { numTensors, numBytes } = tf.memory();
    return { tensors: numTensors, bytes: numBytes };
  },
};

serveCalls(handlers, {
  count: liveTensors,
  free: () => {
    open?.dispose();
    open = undefined;
  },
});
