import { join } from 'node:path';
import { replaceFile } from '../../files/atomic-write.ts';
import { csvText } from '../../files/csv-text.ts';
import { driftPage } from './drift-page.ts';
import type { DriftComparison, DriftReport } from './drift-report.ts';

export const DRIFT_PAGE = 'drift.html';
const [DRIFT_JSON, DRIFT_TABLE] = ['drift.json', 'drift.csv'];
export const DRIFT_FILES = [DRIFT_JSON, DRIFT_TABLE, DRIFT_PAGE];

const COLUMNS = [
  ...['run', 'first', 'last', 'group', 'measure', 'category', 'test', 'difference', 'p', 'adjusted_p', 'alarm'],
  ...['reference_studies', 'reference_low', 'reference_median', 'reference_high', 'reference_share'],
  ...['studies', 'low', 'median', 'high', 'share'],
];

const summaryCells = (summary: DriftComparison['reference']): readonly (number | undefined)[] =>
  'share' in summary
    ? [summary.count, undefined, undefined, undefined, summary.share]
    : [summary.count, summary.low, summary.median, summary.high, undefined];

const tableOf = ({ comparisons, windows }: DriftReport): string => {
  const rows = comparisons.map((one) => {
    const { run, first, last } = windows[one.window]!;
    return [
      ...[run, first, last, one.group, one.name, one.test === 'fisher' ? one.category : undefined, one.test],
      ...[one.difference, one.p, one.adjustedP, one.alarm ? 'yes' : 'no'],
      ...[...summaryCells(one.reference), ...summaryCells(one.found)],
    ];
  });
  return csvText(COLUMNS, rows);
};

/** Writes a drift report as JSON, as a table and as a page. @throws OUTPUT_UNWRITABLE, DISK_FULL */
export const writeDrift = async (folder: string, report: DriftReport): Promise<void> => {
  await replaceFile(join(folder, DRIFT_JSON), [`${JSON.stringify(report, undefined, 1)}\n`]);
  await replaceFile(join(folder, DRIFT_TABLE), [tableOf(report)]);
  await replaceFile(join(folder, DRIFT_PAGE), [await driftPage(report)]);
};
