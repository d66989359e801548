import { join } from 'node:path';
import { counted } from '../../domain/text/counted.ts';
import type { DriftReport } from '../../evaluation/drift/drift-report.ts';
import { findDrift } from '../../evaluation/drift/find-drift.ts';
import { DRIFT_PAGE } from '../../evaluation/drift/write-drift.ts';
import type { DriftArguments } from '../commands/drift-command.ts';
import { checkNumbers, SHARE, WHOLE } from '../options/check-numbers.ts';

const MOST_LINES = 20;

const linesOf = ({ windows, comparisons, alarms }: DriftReport, page: string): readonly string[] => {
  const found = comparisons.filter(({ alarm }) => alarm).toSorted((a, b) => a.adjustedP - b.adjustedP);
  const lines = found.slice(0, MOST_LINES).map((one) => {
    const { run, first, last } = windows[one.window]!;
    const what = `${one.group}: ${one.name}${one.test === 'fisher' && one.category !== 'yes' ? ` ${one.category}` : ''}`;
    const p = one.adjustedP < 1e-4 ? '< 0.0001' : one.adjustedP.toFixed(4);
    return `${run} ${first}-${last}  ${what}  difference ${one.difference.toFixed(2)}, adjusted p ${p}`;
  });
  const more = found.length - lines.length;
  return [
    `${counted(comparisons.length, 'comparison')} in ${counted(windows.length, 'window')}: ${alarms === 0 ? 'no alarm' : counted(alarms, 'alarm')}`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
    page,
  ];
};

/** Compares runs, prints the alarms, and returns their number. */
export const driftFromCommandLine = async (given: DriftArguments): Promise<number> => {
  const { runs, window, level, json } = given;
  checkNumbers(WHOLE, { window });
  checkNumbers(SHARE, { level });
  const out = given.out ?? runs.at(-1)!;
  const report = await findDrift({ ...given, out });
  const text = json ? JSON.stringify(report) : linesOf(report, join(out, DRIFT_PAGE)).join('\n');
  process.stdout.write(`${text}\n`);
  return report.alarms;
};
