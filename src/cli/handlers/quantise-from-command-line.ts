import { quantiseRunFolder } from '../../quantisation/quantise-run-folder.ts';
import type { QuantiseArguments } from '../commands/models/quantise-command.ts';
import { checkNumbers, POSITIVE, WHOLE } from '../options/check-numbers.ts';
import { keyValues } from '../options/key-values.ts';
import { EXIT } from '../process/exit-codes.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { quantisationTable } from '../terminal/quantisation-table.ts';
import { quantiseStatus } from '../terminal/quantise-status.ts';
import { statusLine } from '../terminal/status-line.ts';

/** Quantises the networks of a run folder and prints a table for each. */
export const quantiseFromCommandLine = async (given: QuantiseArguments): Promise<void> => {
  const { calibrate, studies: limit, set, fold, rounds, threads, ...options } = given;
  const { minSpeedup, maxPeakShiftMm, maxProbabilityChange, maxScoreChange } = given;
  checkNumbers(WHOLE, { fold, studies: limit, rounds, threads });
  checkNumbers(POSITIVE, {
    'min-speedup': minSpeedup,
    'max-peak-shift-mm': maxPeakShiftMm,
    'max-probability-change': maxProbabilityChange,
    'max-score-change': maxScoreChange,
  });
  const line = statusLine(process.stderr);
  const interrupts = stoppedByInterrupts({ after: 'the run in progress', atOnce: line.end });
  try {
    const made = quantiseRunFolder({
      ...options,
      ...{ studies: calibrate, limit, fold, rounds, threads, variables: keyValues(set) },
      signal: interrupts.signal,
      onEvent: (event) => line.show(() => ({ text: quantiseStatus(event) })),
    });
    for await (const network of made) {
      line.end();
      process.stdout.write(quantisationTable(network, given));
    }
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    process.exitCode = EXIT.interrupted;
  } finally {
    line.end();
    interrupts.ignore();
  }
};
