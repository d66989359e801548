import type { TrainCallbacks } from './events.ts';
import type { ScalarLog } from './tensorboard.ts';

/**
 * Writes losses, learning rates and gradient norms to a TensorBoard event file, a new one each time a fold begins or
 * resumes.
 */
export const tensorboard = (folder: string, date: () => Date) => {
  let log: ScalarLog | undefined;
  /** @param step  the first step that this file covers */
  const opened = async (step: number): Promise<ScalarLog> => {
    log ??= await (await import('./tensorboard.ts')).scalarLog(folder, { date, step });
    return log;
  };
  const callbacks: TrainCallbacks = {
    onStep: async ({ step, result: { loss, gradientNorm } }) => {
      await (await opened(step)).write(step, { 'step/loss': loss, 'step/gradient_norm': gradientNorm });
    },
    onEpoch: async ({ step, trainLoss, validationLoss, learningRate, samplesPerSecond }) => {
      // a training stopped after an epoch's last step only repeats its validation, and keeps the steps
      await (await opened(step + 1)).write(step, {
        'epoch/train_loss': trainLoss,
        'epoch/validation_loss': validationLoss,
        'epoch/learning_rate': learningRate,
        'epoch/samples_per_second': samplesPerSecond,
      });
    },
  };
  return {
    callbacks,
    close: async () => {
      await log?.close();
    },
  };
};
