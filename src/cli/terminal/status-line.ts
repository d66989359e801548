import type { WriteStream } from 'node:tty';
import ora from 'ora';
import { fittedStatus, type Status, wholeStatus } from './status-text.ts';

/** The part of standard error that the status line uses. */
export type TerminalStream = NodeJS.WritableStream & Pick<WriteStream, 'isTTY' | 'columns'>;

const PLAIN_INTERVAL_MS = 10_000;
const REDRAWN_EVERY_MS = 150;
/**
 * The spinner with two blanks, and room for the ^C that a terminal echoes: a line that it wraps could not be cleared.
 */
const BESIDE = 3 + 3;

/**
 * A changing line at the bottom of a terminal; all other output scrolls above it. Without a terminal, it prints a line
 * from time to time if there is progress.
 */
export const statusLine = (stream: TerminalStream, now = (): number => performance.now()) => {
  let status = (): Status => ({ text: '' });
  let printedMs = now();
  let printed = '';
  const spinner = ora({
    stream,
    isEnabled: stream.isTTY && stream.columns > 0, // ora 9.4.1 clears lines forever in a terminal that reports 0
    hideCursor: false, // a killed run could not restore it
    discardStdin: false,
    color: false,
    interval: REDRAWN_EVERY_MS,
    suffixText: () => fittedStatus(status(), stream.columns - BESIDE),
  });
  const print = () => {
    if (now() - printedMs < PLAIN_INTERVAL_MS) return;
    const current = status();
    const { done = current.text } = current;
    if (done === printed) return;
    [printedMs, printed] = [now(), done];
    stream.write(`${wholeStatus(current)}\n`);
  };
  return {
    /** Shows this text from now on, calling the function at every redraw. */
    show: (given: () => Status): void => {
      status = given;
      if (spinner.isEnabled) spinner.start();
      else print();
    },
    /** Removes the line; the process stays alive until then. */
    end: () => void spinner.stop(),
  };
};
