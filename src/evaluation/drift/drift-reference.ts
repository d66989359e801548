import { IMAGE_MEASURES, type ImageReference } from '../../domain/statistics/image-statistics.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import { type Distribution, distributionOf, sketchedDistribution } from './distribution.ts';
import type { ReferenceFacts } from './drift-report.ts';
import { categoryOf, DRIFT_GROUPS, type DriftGroup, type DriftStudy, measureOf } from './drift-study.ts';
import { FIELD_STRENGTH, imageKey, MANUFACTURER, seriesKey } from './image-keys.ts';

/** Number of studies by category. */
export type Tallies = ReadonlyMap<string, number>;

/** Distributions of a group of studies, by the key of their measure. */
export interface DriftReference extends ReferenceFacts {
  readonly numbers: ReadonlyMap<string, Distribution>;
  readonly categories: ReadonlyMap<string, Tallies>;
}

const keysOf = (maps: readonly ReadonlyMap<string, unknown>[]): readonly string[] => [
  ...new Set(maps.flatMap((map) => [...map.keys()])),
];

/** Counts the categories of a measure; studies without one do not count. */
export const talliesOf = (studies: readonly DriftStudy[], key: string): Tallies => {
  const tallies = new Map<string, number>();
  for (const study of studies) {
    const category = categoryOf(study, key);
    if (category !== undefined) tallies.set(category, (tallies.get(category) ?? 0) + 1);
  }
  return tallies;
};

export const numbersOf = (studies: readonly DriftStudy[], key: string): readonly number[] =>
  studies.flatMap(({ numbers }) => numbers.get(key) ?? []);

/** Takes the studies of a run as the reference of some groups. */
export const referenceOfStudies = (
  name: string,
  studies: readonly DriftStudy[],
  groups: readonly DriftGroup[] = DRIFT_GROUPS,
): DriftReference => {
  const isWanted = (key: string) => groups.includes(measureOf(key).group);
  const numbers = keysOf(studies.map((study) => study.numbers)).filter(isWanted);
  const categories = keysOf(studies.map((study) => study.categories)).filter(isWanted);
  return {
    ...{ name, kind: 'run', studies: studies.length, groups },
    numbers: new Map(numbers.map((key) => [key, distributionOf(numbersOf(studies, key))])),
    categories: new Map(categories.map((key) => [key, talliesOf(studies, key)])),
  };
};

/** Takes the training images of a model as the reference of images and scanners. */
export const referenceOfModel = (name: string, reference: ImageReference): DriftReference => {
  const numbers = SERIES_KINDS.flatMap((kind) =>
    IMAGE_MEASURES.flatMap((measure) => {
      const known = reference.series[kind]?.[measure];
      return known === undefined ? [] : [[imageKey(kind, measure), sketchedDistribution(known)] as const];
    }),
  );
  const kinds = SERIES_KINDS.map((kind): readonly [string, Tallies] => {
    const yes = reference.series[kind]?.slices?.count ?? 0;
    return [seriesKey(kind), new Map([...(yes > 0 ? [['yes', yes] as const] : []), ['no', reference.studies - yes]])];
  });
  const scanners: readonly (readonly [string, Tallies])[] = [
    [MANUFACTURER, new Map(Object.entries(reference.manufacturers))],
    [FIELD_STRENGTH, new Map(Object.entries(reference.fieldStrengthsT))],
  ];
  return {
    ...{ name, kind: 'model', studies: reference.studies, groups: ['images', 'scanner'] },
    numbers: new Map(numbers),
    categories: new Map([...kinds, ...scanners].filter(([, tallies]) => tallies.size > 0)),
  };
};
