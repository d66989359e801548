import { roundedMeasure } from '../../domain/measure-reference.ts';
import { idIn, numberIn } from '../../files/csv-cells.ts';
import { csvRows } from '../../files/csv-table.ts';
import { keyOf, type StudyOf } from './drift-study.ts';

/** Adds `feature-distances.csv` of a run to its studies. @throws CSV_* */
export const readFeatureRows = async (file: string, studyOf: StudyOf): Promise<void> => {
  for await (const row of csvRows(file, ['study_id', 'network', 'distance'])) {
    const distance = numberIn(row, 'distance', file);
    const key = keyOf('features', `distance of ${row.values.network}`);
    if (distance !== undefined) studyOf(idIn(row, 'study_id', file)).numbers.set(key, roundedMeasure(distance));
  }
};
