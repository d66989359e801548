import { elementCount } from '../../../domain/image.ts';
import { atBatch } from '../../nn/dim.ts';
import { firstLineOf } from '../first-line.ts';
import { memoryShortageOf } from '../memory-shortage.ts';
import type { Predictor, Tensors } from '../runtime.ts';

/** Speed of a network at one batch size. */
export interface BatchRate {
  readonly rows: number;
  readonly samplesPerSecond: number;
}

/** Why a batch is not larger: the speed no longer grew, or something ended the measurement. */
export type BatchBound = 'speed' | 'memory' | 'time' | 'largest' | 'error';

export interface MeasuredBatch {
  /** The size from which on the speed grows little. */
  readonly rows: number;
  readonly bound: BatchBound;
  readonly rates: readonly BatchRate[];
  /** Of a bound `error`. */
  readonly reason?: string;
}

export interface MeasureOptions {
  /** Default: 64. */
  readonly maxRows?: number;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

const LARGEST_ROWS = 64;
/** Minimum growth of speed that a doubled batch must bring. */
const WORTHWHILE = 1.1;
const TIMED_RUNS = 2;
const LONGEST_MS = 5000;

/** Values do not matter for the speed; those of standardised images are about as large. */
const VALUE = 0.5;

const inputsOf = ({ inputs }: Predictor, rows: number): Tensors =>
  Object.fromEntries(
    inputs.map(({ name, shape: free }) => {
      const shape = atBatch(free, rows);
      return [name, { shape, data: new Float32Array(elementCount(shape)).fill(VALUE) }];
    }),
  );

/**
 * Runs a network at growing batches until its speed grows by less than a tenth, memory or time runs out.
 * Never fails: a network that cannot compute reports its error when studies need it.
 */
export const measuredBatch = async (
  predictor: Predictor,
  { maxRows = LARGEST_ROWS, now = () => performance.now() }: MeasureOptions = {},
): Promise<MeasuredBatch> => {
  const started = now();
  const rates: BatchRate[] = [];
  const ended = (bound: BatchBound, reason?: string): MeasuredBatch => {
    const rows = bound === 'speed' ? rates.at(-2)?.rows : rates.at(-1)?.rows;
    return { rows: rows ?? 1, bound, rates, ...(reason !== undefined && { reason }) };
  };
  for (let rows = 1; rows <= Math.min(maxRows, LARGEST_ROWS); rows *= 2) {
    try {
      rates.push({ rows, samplesPerSecond: await speedOf(predictor, rows, { now, until: started + LONGEST_MS }) });
    } catch (error) {
      return memoryShortageOf(error) === undefined ? ended('error', firstLineOf(error)) : ended('memory');
    }
    const [before, last] = rates.slice(-2);
    if (last !== undefined && last.samplesPerSecond < WORTHWHILE * before!.samplesPerSecond) return ended('speed');
    if (now() - started >= LONGEST_MS) return ended('time');
  }
  return ended('largest');
};

interface Timing {
  readonly now: () => number;
  readonly until: number;
}

/** Samples per second of the fastest run, without the first, which compiles and allocates; rounded to four digits. */
const speedOf = async (predictor: Predictor, rows: number, { now, until }: Timing): Promise<number> => {
  let ms = Number.POSITIVE_INFINITY;
  for (let run = 0; run <= TIMED_RUNS && (run < 2 || now() < until); run++) {
    const inputs = inputsOf(predictor, rows);
    const started = now();
    await predictor.predict(inputs, { transfer: true });
    if (run > 0) ms = Math.min(ms, now() - started);
  }
  return Number(((1000 * rows) / ms).toPrecision(4));
};
