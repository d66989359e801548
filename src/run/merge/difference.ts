import type { JournalCell, StudyRecord } from '../../core/study-record.ts';

/**
 * Describes the difference of two records of a study; undefined if they are equal up to numeric differences of
 * `tolerance`. Ignores file times, which do not affect the result, and names of output files, which each run salts.
 */
export const differenceOf = (a: StudyRecord, b: StudyRecord, tolerance: number): string | undefined => {
  if (a.error?.code !== b.error?.code) return `${a.error?.code ?? 'graded'} and ${b.error?.code ?? 'graded'}`;
  const tables = new Set([...Object.keys(a.tables), ...Object.keys(b.tables)]);
  for (const name of tables) {
    const difference = differenceOfRows(rowsOf(a, name), rowsOf(b, name), tolerance);
    if (difference !== undefined) return `${name}: ${difference}`;
  }
  const codes = ({ warnings }: StudyRecord): string => warnings.map(({ code }) => code).join(', ');
  return codes(a) === codes(b) ? undefined : `warnings ${codes(a) || 'none'} and ${codes(b) || 'none'}`;
};

/** The rows of a table; a path of a file that the run wrote becomes its number among them. */
const rowsOf = ({ tables, files = [] }: StudyRecord, name: string): Rows => {
  const unnamed = (cell: JournalCell): JournalCell => {
    const number = typeof cell === 'string' ? files.indexOf(cell) : -1;
    return number < 0 ? cell : `file ${number + 1}`;
  };
  return (tables[name] ?? []).map((row) => row.map(unnamed));
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
