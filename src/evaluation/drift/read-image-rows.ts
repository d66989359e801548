import { roundedMeasure } from '../../domain/measure-reference.ts';
import { IMAGE_MEASURES, isSeriesKind } from '../../domain/statistics/image-statistics.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import { idIn, numberIn } from '../../files/csv-cells.ts';
import { csvRows } from '../../files/csv-table.ts';
import { csvValueUnexpected } from '../../files/errors.ts';
import type { DriftStudy, StudyOf } from './drift-study.ts';
import { FIELD_STRENGTH, imageKey, MANUFACTURER, seriesKey } from './image-keys.ts';

const COLUMNS = ['study_id', 'kind', ...IMAGE_MEASURES, 'manufacturer', 'field_strength_t'];

/** Adds `image-statistics.csv` of a run to its studies. @throws CSV_* */
export const readImageRows = async (file: string, studyOf: StudyOf): Promise<void> => {
  const measured = new Set<DriftStudy>();
  for await (const row of csvRows(file, COLUMNS)) {
    const { kind = '', manufacturer = '', field_strength_t: field = '' } = row.values;
    if (!isSeriesKind(kind)) throw csvValueUnexpected({ file, line: row.line }, 'kind', kind, SERIES_KINDS.join(', '));
    const study = studyOf(idIn(row, 'study_id', file));
    measured.add(study);
    for (const measure of IMAGE_MEASURES) {
      const value = numberIn(row, measure, file);
      if (value !== undefined) study.numbers.set(imageKey(kind, measure), roundedMeasure(value));
    }
    study.categories.set(seriesKey(kind), 'yes');
    if (manufacturer !== '') study.categories.set(MANUFACTURER, manufacturer);
    if (field !== '') study.categories.set(FIELD_STRENGTH, field);
  }
  for (const { categories } of measured)
    for (const kind of SERIES_KINDS) if (!categories.has(seriesKey(kind))) categories.set(seriesKey(kind), 'no');
};
