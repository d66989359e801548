import type { WriteStream } from 'node:tty';

/** What is needed of standard error. */
export type TerminalStream = Pick<WriteStream, 'isTTY' | 'columns'> & { readonly write: (text: string) => unknown };

/** A line at the bottom of a terminal that changes, with others that pass above it. */
export interface StatusLine {
  /** Shows what fits into the terminal's width; not so often that it flickers. Nothing where the stream is no terminal. */
  readonly show: (fitting: (columns: number) => string) => void;
  /** A line that stays. */
  readonly say: (line: string) => void;
  /** Leaves the line as it is now. */
  readonly end: () => void;
}

const CLEARED = '\r\u001b[K';
const DEFAULT_COLUMNS = 80;
const INTERVAL_MS = 100;

export const statusLine = (stream: TerminalStream): StatusLine => {
  let fitted: ((columns: number) => string) | undefined;
  let drawnMs = Number.NEGATIVE_INFINITY;
  const draw = () => {
    if (fitted === undefined) return;
    const columns = (stream.columns || DEFAULT_COLUMNS) - 1; // the last one would wrap
    stream.write(`${CLEARED}${fitted(columns).slice(0, columns)}`);
    drawnMs = performance.now();
  };
  return {
    show: (fitting) => {
      if (!stream.isTTY) return;
      fitted = fitting;
      if (performance.now() - drawnMs >= INTERVAL_MS) draw();
    },
    say: (line) => {
      stream.write(`${fitted === undefined ? '' : CLEARED}${line}\n`);
      draw();
    },
    end: () => {
      draw();
      if (fitted !== undefined) stream.write('\n');
      fitted = undefined;
    },
  };
};
