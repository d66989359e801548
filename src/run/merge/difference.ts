import type { JournalCell, StudyRecord } from '../../core/study-record.ts';

/**
 * Describes the difference of two records of a study; undefined if they are equal up to numeric differences of
 * `tolerance`. Ignores file times, which do not affect the result.
 */
export const differenceOf = (a: StudyRecord, b: StudyRecord, tolerance: number): string | undefined => {
  if (a.error?.code !== b.error?.code) return `${a.error?.code ?? 'graded'} and ${b.error?.code ?? 'graded'}`;
  const tables = new Set([...Object.keys(a.tables), ...Object.keys(b.tables)]);
  for (const name of tables) {
    const difference = differenceOfRows(a.tables[name] ?? [], b.tables[name] ?? [], tolerance);
    if (difference !== undefined) return `${name}: ${difference}`;
  }
  const codes = ({ warnings }: StudyRecord): string => warnings.map(({ code }) => code).join(', ');
  return codes(a) === codes(b) ? undefined : `warnings ${codes(a) || 'none'} and ${codes(b) || 'none'}`;
};

type Rows = readonly (readonly JournalCell[])[];

const differenceOfRows = (a: Rows, b: Rows, tolerance: number): string | undefined => {
  if (a.length !== b.length) return `${a.length} and ${b.length} rows`;
  for (const [row, cells] of a.entries()) {
    const others = b[row]?.length;
    if (cells.length !== others) return `row ${row + 1}: ${cells.length} and ${others} cells`;
    for (const [column, cell] of cells.entries()) {
      const other = b[row]?.[column] ?? null;
      if (!isClose(cell, other, tolerance))
        return `row ${row + 1}, column ${column + 1}: ${JSON.stringify(cell)} and ${JSON.stringify(other)}`;
    }
  }
  return undefined;
};

const isClose = (a: JournalCell, b: JournalCell, tolerance: number): boolean =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= tolerance);
