import { startOnnxRuntime } from '../../models/runtime/onnx/onnx-runtime.ts';
import { loadExperiments } from '../../training/experiment/load-experiments.ts';
import { measurePeaks } from '../../training/run/measure-peaks.ts';
import type { PeaksArguments } from '../commands/models/peaks-command.ts';
import { checkNumbers, WHOLE } from '../options/check-numbers.ts';
import { keyValues } from '../options/key-values.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { writeWarning } from '../terminal/write-warning.ts';

/** Measures the heatmap peaks of each network, records them with its weights, and prints a line each. */
export const peaksFromCommandLine = async (given: PeaksArguments): Promise<void> => {
  checkNumbers(WHOLE, { fold: given.fold });
  const { experiments, warnings } = await loadExperiments(given.experiment, {
    models: given.out,
    ...keyValues(given.set),
  });
  for (const one of warnings) writeWarning(one);
  const interrupts = stoppedByInterrupts({ after: 'the batch under way', atOnce: () => {} });
  const runtime = await startOnnxRuntime();
  try {
    for await (const { name, fold, which, maps, median, percentile1, floor } of measurePeaks(experiments, {
      ...given,
      runtime,
      signal: interrupts.signal,
    }))
      process.stdout.write(
        `${name} fold ${fold} ${which}: ${maps} peaks, median ${median.toFixed(3)}, 1st percentile ${percentile1.toFixed(3)}, floor ${floor.toFixed(3)}\n`,
      );
  } finally {
    await runtime.close();
    interrupts.ignore();
  }
};
