import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { splitsInvalid } from './errors.ts';
import { readOptional } from './record-file.ts';

/** Training and validation studies of one fold; folds count from 1. */
export interface Split {
  readonly fold: number;
  readonly train: readonly string[];
  readonly validation: readonly string[];
}

type Part = 'train' | 'validation';

interface Row {
  readonly study: string;
  readonly part: Part;
  readonly fold: number;
  readonly line: number;
}

const COLUMNS = ['study_id', 'split', 'fold'];

const isPart = (text: string): text is Part => text === 'train' || text === 'validation';

const table = (text: string): readonly (readonly string[])[] => {
  try {
    return parse(text, { bom: true, trim: true, skip_empty_lines: true });
  } catch (cause) {
    if (cause instanceof CsvError) throw splitsInvalid(`it is not a CSV table (${cause.message})`, cause);
    throw cause;
  }
};

const rowsOf = (text: string): readonly Row[] => {
  const [header = [], ...lines] = table(text);
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw splitsInvalid(`it has no column ${missing.join(' and no column ')}`);
  const [studyAt, splitAt, foldAt] = COLUMNS.map((column) => header.indexOf(column));
  return lines.map((cells, index) => {
    const line = index + 2;
    const [study = '', part = '', foldText = ''] = [cells[studyAt!], cells[splitAt!], cells[foldAt!]];
    const fold = Number(foldText);
    if (study === '') throw splitsInvalid('a row has no study_id').at({ line });
    if (!isPart(part)) throw splitsInvalid(`study ${study} has the split "${part}"`).at({ line });
    if (!Number.isInteger(fold) || fold < 1)
      throw splitsInvalid(`study ${study} has the fold "${foldText}"`).at({ line });
    return { study, part, fold, line };
  });
};

/**
 * Reads a table of folds; other columns are ignored. Folds come in ascending order, studies in the order of the table.
 * @throws SPLITS_INVALID, also for a study listed twice in a fold, which would cause data leakage
 */
export const parseSplits = (text: string): readonly Split[] => {
  const folds = new Map<number, Map<string, Part>>();
  for (const { study, part, fold, line } of rowsOf(text)) {
    const studies = folds.get(fold) ?? new Map<string, Part>();
    const other = studies.get(study);
    if (other === part) throw splitsInvalid(`fold ${fold} has study ${study} twice`).at({ line });
    if (other !== undefined)
      throw splitsInvalid(
        `fold ${fold} would train on study ${study} and be validated on it, so that its score would mean nothing`,
      ).at({ line });
    folds.set(fold, studies.set(study, part));
  }
  const studiesOf = (studies: ReadonlyMap<string, Part>, wanted: Part): readonly string[] =>
    [...studies].filter(([, part]) => part === wanted).map(([study]) => study);
  return [...folds]
    .sort(([a], [b]) => a - b)
    .map(([fold, studies]) => ({
      fold,
      train: studiesOf(studies, 'train'),
      validation: studiesOf(studies, 'validation'),
    }));
};

/** Reads and parses a table of folds; undefined if the file does not exist. */
export const readSplits = (path: string): Promise<readonly Split[] | undefined> => readOptional(path, parseSplits);

/** The table of folds as CSV, for `parseSplits`. */
export const formatSplits = (splits: readonly Split[]): string =>
  stringify([
    COLUMNS,
    ...splits.flatMap(({ fold, train, validation }) => [
      ...train.map((study) => [study, 'train', fold]),
      ...validation.map((study) => [study, 'validation', fold]),
    ]),
  ]);
