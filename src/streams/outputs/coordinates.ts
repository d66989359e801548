import { z } from 'zod';
import { type Cell, defineOutput } from '../../core/define-output.ts';
import { entrySuffix } from '../../core/entry-name.ts';
import { exampleKeypoints, exampleSeries, exampleSites, exampleState } from '../../core/examples/index.ts';
import { adding, entryOf } from '../../core/study-state.ts';
import type { Keypoint, Series } from '../../domain/results.ts';
import { storedPointOf } from '../../domain/stored-point.ts';
import {
  CONDITIONS,
  type Condition,
  LEVELS,
  locationOf,
  type Side,
  titleOfCondition,
  titleOfLevel,
} from '../../domain/vocabulary.ts';

type Family = 'spinal' | 'foraminal' | 'subarticular';

/** The keypoints, and their side, of a condition's coordinates. */
const FAMILY_OF: Readonly<Record<Condition, { readonly family: Family; readonly side: Side | undefined }>> = {
  spinal_canal_stenosis: { family: 'spinal', side: undefined },
  left_neural_foraminal_narrowing: { family: 'foraminal', side: 'left' },
  right_neural_foraminal_narrowing: { family: 'foraminal', side: 'right' },
  left_subarticular_stenosis: { family: 'subarticular', side: 'left' },
  right_subarticular_stenosis: { family: 'subarticular', side: 'right' },
};

const keypointsOf = (family: Family) => entrySuffix(`the ${family} keypoints to write`).optional();

export const coordinates = defineOutput({
  name: 'coordinates',
  summary: 'Keypoints: one row per location, empty cells if none was found.',
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
  example: {
    options: { spinal: 'sagt2', foraminal: 'sagt1', subarticular: 'axial' },
    study: () =>
      exampleState(
        adding('series', exampleSeries()),
        adding('keypoints.sagt2', exampleKeypoints('11', exampleSites('one'))),
        adding('keypoints.sagt1', exampleKeypoints('12', exampleSites('both'))),
        adding('keypoints.axial', exampleKeypoints('13', exampleSites('both'))),
      ),
  },
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
        const keypoint = keypoints.find(({ site }) => site.level === level && site.side === side);
        return coordinateRow(
          state.study.id,
          condition,
          level,
          keypoint && asStored(keypoint, entryOf(state, 'series')),
        );
      });
    }),
});

/** Tables refer to images as stored. */
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
