import { z } from 'zod';
import { defineOutput } from '../../core/define-output.ts';
import { entrySuffix } from '../../core/entry-name.ts';
import { exampleState } from '../../core/examples/index.ts';
import { adding, entryOf } from '../../core/study-state.ts';
import { isFar } from '../../domain/feature-distance.ts';
import { roundedMeasure } from '../../domain/measure-reference.ts';

const FEATURE_DISTANCES_COLUMNS = ['study_id', 'network', 'distance', 'bound', 'unusual'] as const;

const unusualText = (isUnusual: boolean | undefined): string => {
  if (isUnusual === undefined) return 'unknown';
  return isUnusual ? 'yes' : 'no';
};

export const featureDistances = defineOutput({
  name: 'feature-distances',
  summary: 'How far the features that networks compute are from those of their training studies: one row per network.',
  description:
    'For spinestream drift. The distance is about 1 for a training study; a study is unusual beyond the bound. `unusual` is `yes`, `no`, or `unknown` if the model does not record the features of its training studies, or no region has pixels.',
  columns: FEATURE_DISTANCES_COLUMNS,
  options: z.strictObject({ features: entrySuffix('the distances to write, as compare-features gives them') }),
  example: {
    options: { features: 'networks' },
    study: () =>
      exampleState(
        adding('features.networks', [
          { network: 'spinal', distance: 2.61, usual: 1.61, bound: 2.42 },
          { network: 'foraminal', distance: undefined, usual: undefined, bound: undefined },
        ]),
      ),
  },
  reads: (o) => [`features.${o.features}`],
  rows: (o) => (state) =>
    entryOf(state, `features.${o.features}`).map((one) => [
      ...[state.study.id, one.network, one.distance && roundedMeasure(one.distance), one.bound],
      unusualText(isFar(one)),
    ]),
});
