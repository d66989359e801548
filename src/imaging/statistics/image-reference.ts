import {
  IMAGE_MEASURES,
  type ImageMeasure,
  type ImageReference,
  type ImageStatistics,
  type MeasureReference,
  roundedMeasure,
} from '../../domain/image-statistics.ts';
import { quantile } from '../../domain/quantile.ts';
import { SERIES_KINDS, type SeriesKind } from '../../domain/vocabulary.ts';
import { distancesOf, LEAST_STUDIES } from './unusual-measures.ts';

/** Order statistics that are kept; a distribution function read from them is off by less than half a percent. */
const SKETCH = 101;
/** Parts of the training studies, each judged by the others, to derive the bound. */
const PARTS = 5;
const BOUND_SHARE = 0.99;
/** The bound lies this much farther out than all but 1% of training studies. */
const MARGIN = 1.5;

const referenceOf = (values: readonly number[]): MeasureReference => {
  const ascending = Float64Array.from(values).sort();
  const kept = Math.min(SKETCH, values.length);
  const rankOf = (index: number) => (kept === 1 ? 0 : Math.round((index / (kept - 1)) * (values.length - 1)));
  return {
    count: values.length,
    low: roundedMeasure(quantile(ascending, 1 - BOUND_SHARE)),
    median: roundedMeasure(quantile(ascending, 0.5)),
    high: roundedMeasure(quantile(ascending, BOUND_SHARE)),
    values: Array.from({ length: kept }, (_, index) => roundedMeasure(ascending[rankOf(index)]!)),
  };
};

const valuesOf = (studies: readonly ImageStatistics[], kind: SeriesKind, measure: ImageMeasure): readonly number[] =>
  studies.flatMap(({ series }) =>
    series.filter((one) => one.kind === kind).flatMap(({ measures }) => measures[measure] ?? []),
  );

const seriesOf = (studies: readonly ImageStatistics[]): ImageReference['series'] =>
  Object.fromEntries(
    SERIES_KINDS.map((kind) => {
      const measures = IMAGE_MEASURES.map((measure) => [measure, valuesOf(studies, kind, measure)] as const);
      const known = measures.filter(([, values]) => values.length > 0);
      return [kind, Object.fromEntries(known.map(([measure, values]) => [measure, referenceOf(values)]))] as const;
    }).filter(([, measures]) => Object.keys(measures).length > 0),
  );

const countsOf = (values: readonly (string | undefined)[]): Readonly<Record<string, number>> => {
  const known = values.filter((value) => value !== undefined).sort();
  return Object.fromEntries([...new Set(known)].map((value) => [value, known.filter((one) => one === value).length]));
};

/** The greatest distance of each study's measures from the studies of the other parts. */
const distancesFromOthers = (studies: readonly ImageStatistics[]): readonly number[] =>
  Array.from({ length: PARTS }).flatMap((_, part) => {
    const others = { series: seriesOf(studies.filter((_study, index) => index % PARTS !== part)) };
    const own = studies.filter((_study, index) => index % PARTS === part);
    return own.map((study) => Math.max(0, ...distancesOf(study, others).map(({ distance }) => distance)));
  });

/**
 * Returns the distribution of the images of training studies, and the bound beyond which a study is unusual: 1.5 times
 * the distance that 99% of training studies keep when each is judged by the others.
 */
export const imageReferenceOf = (studies: readonly ImageStatistics[]): ImageReference => {
  const distances = studies.length < LEAST_STUDIES ? [] : distancesFromOthers(studies);
  const bound = roundedMeasure(MARGIN * Math.max(1, quantile(Float64Array.from(distances).sort(), BOUND_SHARE)));
  return {
    version: 1,
    studies: studies.length,
    ...(distances.length > 0 && { bound }),
    beyond: distances.filter((distance) => distance > bound).length,
    series: seriesOf(studies),
    manufacturers: countsOf(studies.map(({ manufacturer }) => manufacturer)),
    fieldStrengthsT: countsOf(studies.map(({ fieldStrengthT }) => fieldStrengthT)),
  };
};
