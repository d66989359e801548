import { startOnnxRuntime } from '../../models/runtime/onnx/onnx-runtime.ts';
import type { Experiment } from '../../training/experiment/experiment.ts';
import type { MeasureOptions } from '../../training/measurements/trained-networks.ts';
import { checkNumbers, WHOLE } from '../options/check-numbers.ts';
import type { TrainedNetworksArguments } from '../options/trained-networks.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { writeProgress } from '../terminal/write-progress.ts';
import { givenExperiments } from './given-experiments.ts';

/** Measures something of trained networks, and prints a line for each. */
export const printMeasured = async <M>(
  given: TrainedNetworksArguments,
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
