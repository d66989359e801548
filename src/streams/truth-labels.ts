import { LOCATIONS, type Location, MISSING_LABEL, SEVERITIES } from '../domain/vocabulary.ts';
import { csvRows } from '../files/csv-table.ts';
import { csvValueUnexpected } from '../files/errors.ts';

/** The labels of a study: an index into `SEVERITIES` or `MISSING_LABEL` for each of the 25 locations. */
export interface TruthRow {
  readonly studyId: string;
  readonly labels: ReadonlyMap<Location, number>;
}

/**
 * Streams the rows of train.csv: study_id and a column per location; values are severity names or empty.
 * @throws CSV_*
 */
export async function* truthRows(file: string): AsyncGenerator<TruthRow> {
  for await (const { line, values } of csvRows(file, ['study_id', ...LOCATIONS])) {
    const labels = LOCATIONS.map(
      (location) => [location, labelOf(values[location] ?? '', location, { file, line })] as const,
    );
    yield { studyId: values.study_id ?? '', labels: new Map(labels) };
  }
}

const LABELS: ReadonlyMap<string, number> = new Map([
  ['', MISSING_LABEL],
  ...SEVERITIES.map((name, label) => [name, label] as const),
]);

const labelOf = (text: string, column: string, where: { readonly file: string; readonly line: number }): number => {
  const label = LABELS.get(text);
  if (label === undefined) throw csvValueUnexpected(where, column, text, `${SEVERITIES.join(', ')} or nothing`);
  return label;
};
