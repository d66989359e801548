import { z } from 'zod';
import { defineOperator } from '../../../core/define-operator.ts';
import { entrySuffix } from '../../../core/entry-name.ts';
import { exampleKeypoints, exampleSites, exampleState } from '../../../core/examples/index.ts';
import { adding, entryOf } from '../../../core/study-state.ts';
import type { Anchor, Keypoint } from '../../../domain/results.ts';
import { type Site, sitesAgree } from '../../../domain/site.ts';
import { LEVELS, SIDES } from '../../../domain/vocabulary.ts';

export const ANCHOR_SITES: Readonly<Record<'study' | 'side' | 'level', readonly Site[]>> = {
  study: [{}],
  side: SIDES.map((side) => ({ side })),
  level: LEVELS.map((level) => ({ level })),
};

export const labelAnchors = defineOperator({
  name: 'label-anchors',
  summary: 'Choose the series, and the instance in it, that most labelled keypoints name.',
  description:
    'One choice for the study, for each side or for each level. Of equally frequent ones the first wins, in the order of levels, left before right. ' +
    'Where no keypoint is labelled there is no series.',
  options: z.strictObject({
    keypoints: entrySuffix('the labelled keypoints to read'),
    by: z.enum(['study', 'side', 'level']).default('study').describe('what one choice is made for'),
    as: entrySuffix('name of the instances written'),
  }),
  example: {
    options: { keypoints: 'sagt2', as: 'sagt2' },
    study: () => exampleState(adding('keypoints.sagt2', exampleKeypoints('11', exampleSites('one')))),
  },
  reads: (o) => [`keypoints.${o.keypoints}`],
  writes: (o) => [`instances.${o.as}`],
  apply: (o) => (state) => {
    const keypoints = entryOf(state, `keypoints.${o.keypoints}`).filter(({ point }) => point !== undefined);
    return adding(
      `instances.${o.as}`,
      ANCHOR_SITES[o.by].map((site) =>
        anchorOf(
          keypoints.filter((one) => sitesAgree(one.site, site)),
          site,
        ),
      ),
    );
  },
});

/** The series, and the instance in it, that most of the keypoints refer to. */
export const anchorOf = (keypoints: readonly Keypoint[], site: Site): Anchor => {
  const seriesId = mostFrequent(keypoints.map((one) => one.seriesId));
  const inSeries = keypoints.filter((one) => one.seriesId === seriesId);
  return { site, seriesId, instanceNumber: mostFrequent(inSeries.map((one) => one.instanceNumber)) };
};

/** The most frequent value; the first on ties. */
const mostFrequent = <V>(values: readonly (V | undefined)[]): V | undefined => {
  const counts = new Map<V, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
};
