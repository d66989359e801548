import type { TrainCallbacks } from './events.ts';
import type { ScalarLog } from './tensorboard.ts';

export interface Tensorboard {
  readonly callbacks: TrainCallbacks;
  readonly close: () => Promise<void>;
}

/** Writes losses, rates and lengths of gradients to an event file of TensorBoard, a new one each time a fold is begun or continued. */
export const tensorboard = (folder: string, date: () => Date): Tensorboard => {
  let log: ScalarLog | undefined;
  let step = 0;
  return {
    callbacks: {
      onStep: async (done) => {
        log ??= await (await import('./tensorboard.ts')).scalarLog(folder, { date, step: done.step });
        step = done.step;
        const { loss, gradientNorm } = done.result;
        await log.write(step, { 'step/loss': loss, 'step/gradient_norm': gradientNorm });
      },
      onEpoch: async ({ trainLoss, validationLoss, learningRate, samplesPerSecond }) => {
        await log?.write(step, {
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
