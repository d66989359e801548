import { csvValueUnexpected } from '../../files/errors.ts';
import type { Probabilities } from '../metrics/index.ts';
import { type ByLocation, rowsByLocation } from './rows-by-location.ts';

const COLUMNS = ['normal_mild', 'moderate', 'severe'] as const;

/** Reads probabilities from a table of row_id, normal_mild, moderate, severe. @throws CSV_*, SUBMISSION_ROW_* */
export const readSubmission = (file: string): Promise<ByLocation<Probabilities>> =>
  rowsByLocation(file, COLUMNS, ({ line, values }): Probabilities => {
    const [normal, moderate, severe] = COLUMNS.map((column) => {
      const text = values[column] ?? '';
      const value = Number(text);
      if (text === '' || !Number.isFinite(value)) throw csvValueUnexpected({ file, line }, column, text, 'a number');
      return value;
    });
    return [normal!, moderate!, severe!];
  });
