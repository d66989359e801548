import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entrySuffix } from '../core/entry-name.ts';
import { exampleKeypoints, exampleSites, exampleState } from '../core/examples/index.ts';
import { adding, entryOf } from '../core/study-state.ts';
import type { Keypoint } from '../domain/results.ts';
import { LEVELS } from '../domain/vocabulary.ts';

/**
 * Puts a central keypoint half-way between the left and the right one of each level, in the image of the left one.
 * If only one side has a point, takes that point. Reads and writes `keypoints.*`.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, averageSides, entryOf } from 'spinestream/operators';
 * import { exampleFiles, exampleKeypoints, exampleModels, exampleSites, exampleState } from 'spinestream/testing';
 *
 * const env = { ...exampleFiles(), models: exampleModels({}) };
 * const state = exampleState(adding('keypoints.axial', exampleKeypoints('13', exampleSites('both'))));
 * // - average-sides: { keypoints: axial, as: axial-centre }
 * const after = await lastValueFrom(of(state).pipe(averageSides(env, { keypoints: 'axial', as: 'axial-centre' })));
 * entryOf(after, 'keypoints.axial-centre').map(({ site }) => site.level); // ['l1_l2', 'l2_l3', 'l3_l4', 'l4_l5', 'l5_s1']
 */
export const averageSides = defineOperator({
  name: 'average-sides',
  summary: 'Place a central keypoint midway between the left and right one of each level.',
  description:
    'If only one side has a point, that point is used. Series and instance are those of the left, or of the right if the left has no point.',
  options: z.strictObject({
    keypoints: entrySuffix('the keypoints of both sides to read'),
    as: entrySuffix('name of the keypoints written, one a level'),
  }),
  example: {
    options: { keypoints: 'axial', as: 'axial-centre' },
    study: () => exampleState(adding('keypoints.axial', exampleKeypoints('13', exampleSites('both')))),
  },
  reads: (o) => [`keypoints.${o.keypoints}`],
  writes: (o) => [`keypoints.${o.as}`],
  apply: (o) => (state) => {
    const keypoints = entryOf(state, `keypoints.${o.keypoints}`);
    return adding(
      `keypoints.${o.as}`,
      LEVELS.map((level) =>
        centreOf(
          keypoints.filter((one) => one.site.level === level),
          level,
        ),
      ),
    );
  },
});

const centreOf = (ofLevel: readonly Keypoint[], level: (typeof LEVELS)[number]): Keypoint => {
  const [left, right] = (['left', 'right'] as const).map((side) =>
    ofLevel.find((one) => one.site.side === side && one.point),
  );
  const source = left ?? right;
  const { absent } = source ?? ofLevel.find((one) => one.absent !== undefined) ?? {};
  const [a, b] = [left?.point ?? right?.point, right?.point ?? left?.point];
  return {
    site: { level },
    seriesId: source?.seriesId,
    instanceNumber: source?.instanceNumber,
    ...(absent !== undefined && { absent }),
    point: a && b && { xNorm: (a.xNorm + b.xNorm) / 2, yNorm: (a.yNorm + b.yNorm) / 2 },
  };
};
