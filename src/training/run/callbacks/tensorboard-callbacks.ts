import type { TrainCallbacks } from './events.ts';
import type { ScalarLog } from './tensorboard.ts';

export interface Tensorboard {
  readonly callbacks: TrainCallbacks;
  readonly close: () => Promise<void>;
}

/** Writes losses, rates and lengths of gradients to an event file of TensorBoard, a new one each time a fold is begun or continued. */
export const tensorboard = (folder: string, date: () => Date): Tensorboard => {
  let log: ScalarLog | undefined;
  /** @param step  from which on this file has what happened */
  const opened = async (step: number): Promise<ScalarLog> => {
    log ??= await (await import('./tensorboard.ts')).scalarLog(folder, { date, step });
    return log;
  };
  return {
    callbacks: {
      onStep: async ({ step, result: { loss, gradientNorm } }) => {
        await (await opened(step)).write(step, { 'step/loss': loss, 'step/gradient_norm': gradientNorm });
      },
      onEpoch: async ({ step, trainLoss, validationLoss, learningRate, samplesPerSecond }) => {
        // a training that was stopped after the last step of an epoch has only its validation to do, and keeps the steps
        await (await opened(step + 1)).write(step, {
          'epoch/train_loss': trainLoss,
          'epoch/validation_loss': validationLoss,
          'epoch/learning_rate': learningRate,
          'epoch/samples_per_second': samplesPerSecond,
        });
      },
    },
    close: async () => {
      await log?.close();
    },
  };
};
