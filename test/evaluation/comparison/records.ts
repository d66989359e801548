import type { StudyRecord } from '../../../src/core/study-record.ts';
import { CONDITIONS, LEVELS, locationOf, titleOfCondition, titleOfLevel } from '../../../src/domain/vocabulary.ts';

export type Triple = readonly [number, number, number];

export interface RecordOptions {
  /** Probabilities by location, else 0.7, 0.2, 0.1. */
  readonly grades?: Readonly<Record<string, Triple>>;
  /** Probability that the grade is right and whether it is referred, by location; without any, the run has no confidence. */
  readonly confidence?: Readonly<Record<string, readonly [right: number, refer: 'yes' | 'no']>> | undefined;
  /** Locations without pixels. */
  readonly unseen?: readonly string[];
  /** x of the keypoints, as a share of the picture. */
  readonly x?: number;
  readonly instance?: number;
  readonly more?: Partial<StudyRecord>;
}

/** The record of a study with every table that a comparison reads. */
export const madeRecord = (studyId: string, options: RecordOptions = {}): StudyRecord => {
  const { grades = {}, confidence, unseen = [], x = 0.5, instance = 7, more } = options;
  const places = CONDITIONS.flatMap((condition) =>
    LEVELS.map((level) => ({ condition, level, location: locationOf(condition, level) })),
  );
  return {
    studyId,
    input: '',
    tables: {
      submission: places.map(({ location }) => [`${studyId}_${location}`, ...(grades[location] ?? [0.7, 0.2, 0.1])]),
      basis: places.map(({ location }) => [
        ...[`${studyId}_${location}`, unseen.includes(location) ? 'none' : 'all'],
        unseen.includes(location) ? 'SERIES_MISSING' : '',
      ]),
      ...(confidence && {
        confidence: places.map(({ location }) => {
          const [right, refer] = confidence[location] ?? [0.9, 'no'];
          return [`${studyId}_${location}`, right, 'yes', refer, refer === 'yes' ? 'CONFIDENCE_LOW' : ''];
        }),
      }),
      coordinates: places.map(({ condition, level, location }) => [
        ...[studyId, '11', instance, titleOfCondition(condition), titleOfLevel(level), x, 0.5, location],
      ]),
    },
    warnings: [],
    ...more,
  };
};
