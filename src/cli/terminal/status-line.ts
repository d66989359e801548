import type { WriteStream } from 'node:tty';
import ora from 'ora';
import { fittedStatus, type Status, wholeStatus } from './status-text.ts';

/** What is needed of standard error. */
export type TerminalStream = NodeJS.WritableStream & Pick<WriteStream, 'isTTY' | 'columns'>;

/** A line at the bottom of a terminal that changes; whatever is written meanwhile, by whom ever, passes above it. Elsewhere a line now and then. */
export interface StatusLine {
  /** From now on shows what this says, which is asked as often as it is drawn. */
  readonly show: (status: () => Status) => void;
  /** Takes the line away. Without that the process does not end. */
  readonly end: () => void;
}

const PLAIN_INTERVAL_MS = 10_000;
const REDRAWN_EVERY_MS = 150;
/** The spinner with two blanks, and room for the ^C that a terminal echoes: what it makes wrap could not be cleared. */
const BESIDE = 3 + 3;

export const statusLine = (stream: TerminalStream): StatusLine => {
  let status = (): Status => ({ text: '' });
  let printedMs = performance.now();
  const spinner = ora({
    stream,
    isEnabled: stream.isTTY && stream.columns > 0, // ora 9.4.1 never stops clearing lines of a terminal that says 0
    hideCursor: false, // a run that is killed could not bring it back
    discardStdin: false,
    color: false,
    interval: REDRAWN_EVERY_MS,
    suffixText: () => fittedStatus(status(), stream.columns - BESIDE),
  });
  const print = () => {
    if (performance.now() - printedMs < PLAIN_INTERVAL_MS) return;
    printedMs = performance.now();
    stream.write(`${wholeStatus(status())}\n`);
  };
  return {
    show: (given) => {
      status = given;
      if (spinner.isEnabled) spinner.start();
      else print();
    },
    end: () => void spinner.stop(),
  };
};
