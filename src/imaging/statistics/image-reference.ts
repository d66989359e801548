import { boundOf, LEAST_STUDIES, measureReferenceOf } from '../../domain/measure-reference.ts';
import {
  IMAGE_MEASURES,
  type ImageMeasure,
  type ImageReference,
  type ImageStatistics,
} from '../../domain/statistics/image-statistics.ts';
import { SERIES_KINDS, type SeriesKind } from '../../domain/vocabulary.ts';
import { distancesOf } from './unusual-measures.ts';

/** Parts of the training studies, each judged by the others, to derive the bound. */
const PARTS = 5;

const valuesOf = (studies: readonly ImageStatistics[], kind: SeriesKind, measure: ImageMeasure): readonly number[] =>
  studies.flatMap(({ series }) =>
    series.filter((one) => one.kind === kind).flatMap(({ measures }) => measures[measure] ?? []),
  );

const seriesOf = (studies: readonly ImageStatistics[]): ImageReference['series'] =>
  Object.fromEntries(
    SERIES_KINDS.map((kind) => {
      const measures = IMAGE_MEASURES.map((measure) => [measure, valuesOf(studies, kind, measure)] as const);
      const known = measures.filter(([, values]) => values.length > 0);
      return [
        kind,
        Object.fromEntries(known.map(([measure, values]) => [measure, measureReferenceOf(values)])),
      ] as const;
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
  const bound = boundOf(distances);
  return {
    version: 1,
    studies: studies.length,
    ...(bound !== undefined && { bound }),
    beyond: bound === undefined ? 0 : distances.filter((distance) => distance > bound).length,
    series: seriesOf(studies),
    manufacturers: countsOf(studies.map(({ manufacturer }) => manufacturer)),
    fieldStrengthsT: countsOf(studies.map(({ fieldStrengthT }) => fieldStrengthT)),
  };
};
