import { stringify } from 'csv-stringify/sync';
import type { Estimate } from '../../src/evaluation/metrics/bootstrap.ts';
import type { Comparison } from './compare.ts';
import { BASELINE, type Method } from './methods.ts';

export interface Row {
  readonly method: Pick<Method, 'name' | 'summary'>;
  readonly comparison: Comparison;
}

/** With fewer studies the resamples are too similar for a meaningful interval. */
const ENOUGH_STUDIES = 30;

/** Whether a method helps, judged by its interval. */
export const verdict = ({ method, comparison: { difference, studies } }: Row): string => {
  if (method.name === BASELINE.name || difference === undefined) return '';
  if (studies < ENOUGH_STUDIES) return 'too few studies';
  if (difference.low === 0 && difference.high === 0) return 'changes nothing';
  if (difference.high < 0) return 'better';
  return difference.low > 0 ? 'worse' : 'not told apart';
};

const cell = (estimate: Estimate | undefined, digits = 3): string =>
  estimate === undefined
    ? '-'
    : `${estimate.value.toFixed(digits)} (${estimate.low.toFixed(digits)} to ${estimate.high.toFixed(digits)})`;

export const HEADER = `${'method'.padEnd(18)}${'studies'.padStart(8)}  ${'score'.padEnd(24)}${'of the frequencies'.padEnd(24)}${'less the baseline'.padEnd(26)}`;

/** A row with 95% intervals. */
export const lineOf = (row: Row): string => {
  const { method, comparison: c } = row;
  const difference = method.name === BASELINE.name ? '' : cell(c.difference);
  return `${method.name.padEnd(18)}${String(c.studies).padStart(8)}  ${cell(c.score).padEnd(24)}${cell(c.ofFrequencies).padEnd(24)}${difference.padEnd(26)}${verdict(row)}`;
};

const COLUMNS = ['score', 'ofFrequencies', 'difference'] as const;
const NAMES = { score: 'score', ofFrequencies: 'of_frequencies', difference: 'difference' } as const;

/** The rows as CSV. */
export const csvOf = (rows: readonly Row[]): string =>
  stringify([
    [
      'method',
      'studies',
      ...COLUMNS.flatMap((key) => ['', '_low', '_high'].map((end) => NAMES[key] + end)),
      'verdict',
      'summary',
    ],
    ...rows.map((row) => [
      row.method.name,
      row.comparison.studies,
      ...COLUMNS.flatMap((key) => {
        const estimate = row.comparison[key];
        return [estimate?.value, estimate?.low, estimate?.high];
      }),
      verdict(row),
      row.method.summary,
    ]),
  ]);
