import { startOnnxRuntime } from '../../models/runtime/onnx/onnx-runtime.ts';
import type { Experiment } from '../../training/experiment/experiment.ts';
import { measureFeatures } from '../../training/measurements/measure-features.ts';
import { measurePeaks } from '../../training/measurements/measure-peaks.ts';
import type { MeasureOptions } from '../../training/measurements/trained-networks.ts';
import type { MeasureArguments } from '../commands/models/measure-commands.ts';
import { checkNumbers, WHOLE } from '../options/check-numbers.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { writeProgress } from '../terminal/write-progress.ts';
import { givenExperiments } from './given-experiments.ts';

/** Measures something of trained networks, and prints a line for each. */
const printMeasured = async <M>(
  given: MeasureArguments,
  measure: (experiments: readonly Experiment[], o: MeasureOptions) => AsyncGenerator<M>,
  lineOf: (measured: M) => string,
): Promise<void> => {
  checkNumbers(WHOLE, { fold: given.fold });
  const experiments = await givenExperiments(given, given.models);
  const interrupts = stoppedByInterrupts({ after: 'the batch under way', atOnce: () => {} });
  const runtime = await startOnnxRuntime();
  try {
    const options = { ...given, runtime, signal: interrupts.signal, onProgress: writeProgress };
    for await (const one of measure(experiments, options)) process.stdout.write(`${lineOf(one)}\n`);
  } finally {
    await runtime.close();
    interrupts.ignore();
  }
};

/** Measures the heatmap peaks of each network, records them with its weights, and prints a line each. */
export const peaksFromCommandLine = (given: MeasureArguments): Promise<void> =>
  printMeasured(
    given,
    measurePeaks,
    ({ name, fold, which, maps, median, percentile1, floor }) =>
      `${name} fold ${fold} ${which}: ${maps} peaks, median ${median.toFixed(3)}, 1st percentile ${percentile1.toFixed(3)}, floor ${floor.toFixed(3)}`,
  );

/** Measures the features of each region network, records them with its weights, and prints a line each. */
export const featuresFromCommandLine = (given: MeasureArguments): Promise<void> =>
  printMeasured(given, measureFeatures, ({ name, fold, studies, distances, bound, beyond }) => {
    const judged = bound === undefined ? 'too few for a bound' : `bound ${bound}, ${beyond} beyond it`;
    const validation = `distances of ${distances.count} validation studies: median ${distances.median}, 99th percentile ${distances.high}, ${judged}`;
    return `${name} fold ${fold}: ${studies} training studies; ${validation}`;
  });
