import { LEAST_STUDIES, type MeasureReference } from '../../domain/measure-reference.ts';
import {
  IMAGE_MEASURES,
  type ImageMeasure,
  type ImageReference,
  type ImageStatistics,
  MEASURE_FACTS,
  measureText,
  type Unusual,
} from '../../domain/statistics/image-statistics.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';

/** A measure and its distance from the training studies. */
interface Distance {
  readonly kind: SeriesKind;
  readonly measure: ImageMeasure;
  readonly value: number;
  readonly reference: MeasureReference;
  /** Distance from the median, in distances of the first or 99th percentile. */
  readonly distance: number;
}

const distanceOf = (measure: ImageMeasure, value: number, { low, median, high }: MeasureReference): number => {
  const width = Math.abs((value < median ? low : high) - median);
  return Math.abs(value - median) / Math.max(width, MEASURE_FACTS[measure].tolerance);
};

/** Distances of all measures that both the study and enough training studies have. */
export const distancesOf = (
  { series }: Pick<ImageStatistics, 'series'>,
  reference: Pick<ImageReference, 'series'>,
): readonly Distance[] =>
  series.flatMap(({ kind, measures }) =>
    IMAGE_MEASURES.flatMap((measure): readonly Distance[] => {
      const [value, known] = [measures[measure], reference.series[kind]?.[measure]];
      if (value === undefined || known === undefined || known.count < LEAST_STUDIES) return [];
      return [{ kind, measure, value, reference: known, distance: distanceOf(measure, value, known) }];
    }),
  );

const textOf = ({ kind, measure, value, reference: { low, high } }: Distance): string => {
  const { title, unit, digits } = MEASURE_FACTS[measure];
  const range = `${low.toFixed(digits)} to ${high.toFixed(digits)}${unit}`;
  return `${kind} ${title} ${measureText(measure, value)} (training: ${range})`;
};

const unknownValue = (
  measure: 'manufacturer' | 'field_strength_t',
  {
    value,
    counts,
    unit,
  }: { readonly value: string | undefined; readonly counts: ImageReference['manufacturers']; readonly unit: string },
): readonly Unusual[] => {
  const studies = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (value === undefined || studies < LEAST_STUDIES || counts[value] !== undefined) return [];
  const title = measure === 'manufacturer' ? 'manufacturer' : 'field strength';
  const known = Object.keys(counts).sort().join(', ');
  return [{ kind: undefined, measure, text: `${title} ${value}${unit} (training: ${known}${unit})` }];
};

/**
 * Returns how a study differs from the training studies of a model, most unusual first; undefined if these are too few
 * to tell.
 */
export const unusualMeasures = (
  statistics: ImageStatistics,
  reference: ImageReference,
): readonly Unusual[] | undefined => {
  const { bound, manufacturers, fieldStrengthsT } = reference;
  if (bound === undefined) return undefined;
  const { manufacturer, fieldStrengthT } = statistics;
  return [
    ...unknownValue('manufacturer', { value: manufacturer, counts: manufacturers, unit: '' }),
    ...unknownValue('field_strength_t', { value: fieldStrengthT, counts: fieldStrengthsT, unit: ' T' }),
    ...distancesOf(statistics, reference)
      .filter(({ distance }) => distance > bound)
      .toSorted((a, b) => b.distance - a.distance)
      .map((one) => ({ kind: one.kind, measure: one.measure, text: textOf(one) })),
  ];
};
