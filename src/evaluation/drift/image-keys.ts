import { type ImageMeasure, MEASURE_FACTS } from '../../domain/statistics/image-statistics.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import { keyOf } from './drift-study.ts';

export const MANUFACTURER = keyOf('scanner', 'manufacturer');
export const FIELD_STRENGTH = keyOf('scanner', 'field strength (T)');

export const imageKey = (kind: SeriesKind, measure: ImageMeasure): string => {
  const { title, unit } = MEASURE_FACTS[measure];
  return keyOf('images', `${kind} ${title}${unit === '' ? '' : ` (${unit.trim()})`}`);
};

/** Whether a study has a series of the kind. */
export const seriesKey = (kind: SeriesKind): string => keyOf('images', `has ${kind}`);
