import { stringify } from 'csv-stringify/sync';
import { defusedCell } from './defused-cell.ts';

type Cell = string | number | undefined;

/** A table as CSV, without cells that a spreadsheet would evaluate. */
export const csvText = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  stringify([[...columns], ...rows.map((row) => row.map(defusedCell))]);
