import { measurePeaks } from '../../training/measurements/measure-peaks.ts';
import type { TrainedNetworksArguments } from '../options/trained-networks.ts';
import { printMeasured } from './measured-networks.ts';

/** Measures the heatmap peaks of each network, records them with its weights, and prints a line each. */
export const peaksFromCommandLine = (given: TrainedNetworksArguments): Promise<void> =>
  printMeasured(
    given,
    measurePeaks,
    ({ name, fold, which, maps, median, percentile1, floor }) =>
      `${name} fold ${fold} ${which}: ${maps} peaks, median ${median.toFixed(3)}, 1st percentile ${percentile1.toFixed(3)}, floor ${floor.toFixed(3)}`,
  );
