import type { LocationLogits } from '../../../domain/results.ts';
import { CONDITIONS, LEVELS, locationOf } from '../../../domain/vocabulary.ts';
import { csvRows } from '../../../files/csv-table.ts';
import { csvValueUnexpected } from '../../../files/errors.ts';
import { logitsRowTwice } from '../errors.ts';
import type { NetworkLogits } from '../labels/study-labels.ts';

const NUMBERS = ['normal_mild', 'moderate', 'severe'] as const;

const PLACES = CONDITIONS.flatMap((condition) =>
  LEVELS.map((level) => ({ location: locationOf(condition, level), condition, level })),
);

/** Reads logits by study and network, as the output `logits` writes them. @throws CSV_*, LOGITS_ROW_TWICE */
export const readLogits = async (file: string): Promise<ReadonlyMap<string, NetworkLogits>> => {
  const studies = new Map<string, Record<string, LocationLogits[]>>();
  for await (const { line, values } of csvRows(file, ['row_id', 'network', ...NUMBERS])) {
    const { row_id: rowId = '', network = '' } = values;
    const place = PLACES.find(({ location }) => rowId.endsWith(`_${location}`));
    if (place === undefined) throw csvValueUnexpected({ file, line }, 'row_id', rowId, '<study>_<condition>_<level>');
    const { location, condition, level } = place;
    const logits = NUMBERS.map((column) => {
      const text = values[column] ?? '';
      if (text === '' || !Number.isFinite(Number(text)))
        throw csvValueUnexpected({ file, line }, column, text, 'a number');
      return Number(text);
    });
    const studyId = rowId.slice(0, -location.length - 1);
    const study = studies.get(studyId) ?? {};
    studies.set(studyId, study);
    study[network] ??= [];
    if (study[network].some((one) => one.condition === condition && one.level === level))
      throw logitsRowTwice(rowId, network, { file, line });
    study[network].push({ condition, level, logits });
  }
  return studies;
};
