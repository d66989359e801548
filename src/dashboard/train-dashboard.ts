import { csvText } from '../files/csv-text.ts';
import { productVersion } from '../run/product-version.ts';
import type { Failure, Watched } from './lifecycle.ts';
import { livePage } from './live-page.ts';
import { trainPage } from './page/train-page.ts';
import { trainState } from './train/train-state.ts';

export interface TrainDashboardOptions extends Watched {
  readonly port: number;
  /** Name of the experiment file. */
  readonly name: string;
}

/** The live view of a training. */
export type TrainDashboard = Awaited<ReturnType<typeof trainDashboard>>;

const EPOCH_COLUMNS = [
  ...['epoch', 'train_loss', 'validation_loss', 'learning_rate', 'samples_per_second', 'seconds', 'best'],
];

/** Serves a page about a training on the loopback address. @throws PORT_TAKEN */
export const trainDashboard = async ({ port, name, ...options }: TrainDashboardOptions) => {
  const { callbacks, end, snapshot } = trainState(options);
  const { url, close } = await livePage({
    port,
    page: () => trainPage({ name, spinestream: productVersion(), version: 1 }),
    snapshot: () => ({ version: 1, ...snapshot() }),
    tables: {
      'epochs.csv': () =>
        csvText(
          EPOCH_COLUMNS,
          snapshot().epochs.map((one) => [
            ...[one.epoch, one.trainLoss, one.validationLoss, one.learningRate],
            ...[one.samplesPerSecond, one.seconds, one.best ? 'yes' : 'no'],
          ]),
        ),
      'steps.csv': () => csvText(['epochs', 'loss'], snapshot().steps),
      'heatmaps.csv': () =>
        csvText(
          ['epoch', 'point', 'found_x', 'found_y', 'peak', 'label_x', 'label_y'],
          (snapshot().sample?.points ?? []).map(({ name: point, found, peak, truth }) => [
            ...[snapshot().sample?.epoch, point, ...found, peak, ...(truth ?? [undefined, undefined])],
          ]),
        ),
    },
  });
  return {
    url,
    callbacks,
    /** Shows that the training is over, and the reason if it failed, then closes the page's server. */
    close: (failure?: Failure): Promise<void> => {
      end(failure);
      return close();
    },
  };
};
