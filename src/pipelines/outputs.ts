import { z } from 'zod';
import { UNKNOWN_BASIS } from '../domain/basis.ts';
import type { Keypoint, LocationProbabilities, Series } from '../domain/findings.ts';
import {
  CONDITIONS,
  type Condition,
  LEVELS,
  locationOf,
  type Side,
  titleOfCondition,
  titleOfLevel,
} from '../domain/vocabulary.ts';
import { entrySuffix } from '../operators/entry-name.ts';
import { storedPointOf } from '../operators/stored-point.ts';
import { entryOf, type StudyState } from '../operators/study-state.ts';
import { type Cell, defineOutput, type OutputInfo } from './define-output.ts';
import { report } from './report-output.ts';

const gradesOptions = z.strictObject({ probabilities: entrySuffix('the probabilities to write') });

const rowIdOf = ({ study }: StudyState, { condition, level }: LocationProbabilities): string =>
  `${study.id}_${locationOf(condition, level)}`;

/** Not to be asked for by itself: whoever writes grades also writes what they rest on. */
const basis = defineOutput({
  name: 'basis',
  summary: 'What each grade rests on: one row a location.',
  columns: ['row_id', 'seen', 'reasons'],
  options: gradesOptions,
  reads: (o) => [`probabilities.${o.probabilities}`],
  rows: (o) => (state) =>
    entryOf(state, `probabilities.${o.probabilities}`).map((grade) => {
      const { seen, reasons } = grade.basis ?? UNKNOWN_BASIS;
      return [rowIdOf(state, grade), seen, reasons.join(' ')];
    }),
});

const submission = defineOutput({
  name: 'submission',
  summary: 'Probabilities in the form of the challenge: one row a location; basis.csv says what each rests on.',
  columns: ['row_id', 'normal_mild', 'moderate', 'severe'],
  options: gradesOptions,
  reads: (o) => [`probabilities.${o.probabilities}`],
  companions: (o) => [basis.bind(o)],
  rows: (o) => (state) =>
    entryOf(state, `probabilities.${o.probabilities}`).map((grade) => [rowIdOf(state, grade), ...grade.probabilities]),
});

type Family = 'spinal' | 'foraminal' | 'subarticular';

/** Which keypoints a condition's coordinates are, and of which side. */
const FAMILY_OF: Readonly<Record<Condition, { readonly family: Family; readonly side: Side | undefined }>> = {
  spinal_canal_stenosis: { family: 'spinal', side: undefined },
  left_neural_foraminal_narrowing: { family: 'foraminal', side: 'left' },
  right_neural_foraminal_narrowing: { family: 'foraminal', side: 'right' },
  left_subarticular_stenosis: { family: 'subarticular', side: 'left' },
  right_subarticular_stenosis: { family: 'subarticular', side: 'right' },
};

const keypointsOf = (family: Family) => entrySuffix(`the ${family} keypoints to write`).optional();

const coordinates = defineOutput({
  name: 'coordinates',
  summary: 'Keypoints: one row a location, empty cells where none was found.',
  columns: ['study_id', 'series_id', 'instance_number', 'condition', 'level', 'x_norm', 'y_norm', 'row_id'],
  options: z
    .strictObject({
      spinal: keypointsOf('spinal'),
      foraminal: keypointsOf('foraminal'),
      subarticular: keypointsOf('subarticular'),
    })
    .refine(
      (o) => Object.values(o).some((name) => name !== undefined),
      'expected at least one of spinal, foraminal, subarticular',
    ),
  reads: (o) => [
    'series',
    ...Object.values(o).flatMap((suffix) => (suffix === undefined ? [] : [`keypoints.${suffix}` as const])),
  ],
  rows: (o) => (state) =>
    CONDITIONS.flatMap((condition) => {
      const { family, side } = FAMILY_OF[condition];
      const suffix = o[family];
      if (suffix === undefined) return [];
      const keypoints = entryOf(state, `keypoints.${suffix}`);
      return LEVELS.map((level) => {
        const keypoint = keypoints.find(({ place }) => place.level === level && place.side === side);
        return coordinateRow(
          state.study.id,
          condition,
          level,
          keypoint && asStored(keypoint, entryOf(state, 'series')),
        );
      });
    }),
});

/** Tables refer to pictures as they are stored. */
const asStored = (keypoint: Keypoint, series: readonly Series[]): Keypoint => ({
  ...keypoint,
  point: keypoint.point && storedPointOf(keypoint.point, keypoint, series),
});

const coordinateRow = (
  studyId: string,
  condition: Condition,
  level: (typeof LEVELS)[number],
  keypoint: Keypoint | undefined,
): readonly Cell[] => [
  studyId,
  keypoint?.seriesId,
  keypoint?.instanceNumber,
  titleOfCondition(condition),
  titleOfLevel(level),
  keypoint?.point?.xNorm,
  keypoint?.point?.yNorm,
  locationOf(condition, level),
];

/** What a pipeline file may ask for. */
export const BUILT_IN_OUTPUTS: readonly OutputInfo[] = [submission, coordinates, report];
