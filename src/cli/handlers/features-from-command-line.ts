import { measureFeatures } from '../../training/measurements/measure-features.ts';
import type { TrainedNetworksArguments } from '../options/trained-networks.ts';
import { printMeasured } from './measured-networks.ts';

/** Measures the features of each region network, records them with its weights, and prints a line each. */
export const featuresFromCommandLine = (given: TrainedNetworksArguments): Promise<void> =>
  printMeasured(given, measureFeatures, ({ name, fold, studies, distances, bound, beyond }) => {
    const judged = bound === undefined ? 'too few for a bound' : `bound ${bound}, ${beyond} beyond it`;
    const validation = `distances of ${distances.count} validation studies: median ${distances.median}, 99th percentile ${distances.high}, ${judged}`;
    return `${name} fold ${fold}: ${studies} training studies; ${validation}`;
  });
