import { z } from 'zod';
import { type Cell, defineOutput } from '../../core/define-output.ts';
import { exampleKeypoints, exampleSeries, exampleSites, exampleState } from '../../core/examples/index.ts';
import { keypointOptions, namesFamily } from '../../core/keypoint-options.ts';
import { adding, entryOf } from '../../core/study-state.ts';
import { FAMILY_OF, namedFamilies } from '../../domain/families.ts';
import type { Keypoint, Series } from '../../domain/results.ts';
import { storedPointOf } from '../../domain/stored-point.ts';
import {
  CONDITIONS,
  type Condition,
  LEVELS,
  locationOf,
  titleOfCondition,
  titleOfLevel,
} from '../../domain/vocabulary.ts';

export const coordinates = defineOutput({
  name: 'coordinates',
  summary: 'Keypoints: one row per location, empty cells if none was found.',
  columns: ['study_id', 'series_id', 'instance_number', 'condition', 'level', 'x_norm', 'y_norm', 'row_id'],
  options: z.strictObject(keypointOptions((family) => `the ${family} keypoints to write`)).refine(...namesFamily),
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
  reads: (o) => ['series', ...namedFamilies(o).map(([, name]) => `keypoints.${name}` as const)],
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
