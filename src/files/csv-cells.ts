import { conditionOfTitle, type GradedLocation, levelOfTitle } from '../domain/vocabulary.ts';
import type { CsvRow } from './csv-table.ts';
import { csvValueUnexpected } from './errors.ts';

/** Reads condition and level of a row from their columns. @throws CSV_* */
export const placeIn = ({ line, values }: CsvRow, file: string): GradedLocation => {
  const [condition, level] = [conditionOfTitle(values.condition ?? ''), levelOfTitle(values.level ?? '')];
  const where = { file, line };
  if (condition === undefined)
    throw csvValueUnexpected(where, 'condition', values.condition ?? '', 'a condition such as Spinal Canal Stenosis');
  if (level === undefined) throw csvValueUnexpected(where, 'level', values.level ?? '', 'a level from L1/L2 to L5/S1');
  return { condition, level };
};

const IN_SCIENTIFIC_NOTATION = /^\d([.,]\d+)?e\+?\d+$/i;

/** Reads an id; restores integers that pandas turned into decimals. @throws CSV_VALUE_UNEXPECTED if digits were lost */
export const idIn = ({ line, values }: CsvRow, column: string, file: string): string => {
  const text = values[column] ?? '';
  if (IN_SCIENTIFIC_NOTATION.test(text))
    throw csvValueUnexpected(
      { file, line },
      column,
      text,
      'an id with all its digits, which a spreadsheet has rounded here; export the column as text',
    );
  return /^\d+\.0$/.test(text) ? text.slice(0, -2) : text;
};

/** Reads a number; `undefined` if empty. @throws CSV_* */
export const numberIn = ({ line, values, decimal }: CsvRow, column: string, file: string): number | undefined => {
  const text = values[column] ?? '';
  if (text === '') return undefined;
  const value = Number(decimal === ',' && /^[-+]?\d+,\d+$/.test(text) ? text.replace(',', '.') : text);
  if (!Number.isFinite(value)) throw csvValueUnexpected({ file, line }, column, text, 'a number');
  return value;
};
