import * as tf from '@tensorflow/tfjs-core';
import { explained } from '../../nn/tfjs/errors.ts';
import { type Trainer, trainerOf } from '../../nn/tfjs/trainer.ts';
import { type Answer, type Handlers, serveCalls } from '../serve-calls.ts';
import { transferable } from '../transferable.ts';
import { liveTensors } from './live-tensors.ts';
import { startBackend } from './start-backend.ts';
import type { TrainerCalls } from './trainer-calls.ts';

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

const done: Answer<undefined> = { reply: undefined };

const handlers: Handlers<TrainerCalls> = {
  start: async ({ backend }) => {
    await startBackend(backend);
    return done;
  },
  open: async (options) => {
    open = trainerOf(options);
    return done;
  },
  write: async ({ tensors }) => {
    await answered((trainer) => trainer.write(tensors));
    return done;
  },
  read: async ({ names }) => {
    const tensors = await answered((trainer) => trainer.read(names));
    return { reply: { tensors }, transfer: tensors.flatMap(({ data }) => transferable(data)) };
  },
  average: async (request) => {
    await answered((trainer) => trainer.average(request));
    return done;
  },
  step: async (request) => ({ reply: await answered((trainer) => trainer.step(request)) }),
  evaluate: async ({ given, prefix }) => {
    const reply = await answered((trainer) => trainer.evaluate(given, prefix));
    return { reply, transfer: [...transferable(reply.output.data)] };
  },
  memory: async () => {
    const { numTensors, numBytes } = tf.memory();
    return { reply: { tensors: numTensors, bytes: numBytes } };
  },
};

serveCalls(handlers, async () => {
  const held = liveTensors();
  open?.dispose();
  open = undefined;
  return { held, left: liveTensors() };
});
