import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entryNames, entrySuffix } from '../core/entry-name.ts';
import { exampleLogits, exampleModels, exampleState } from '../core/examples/index.ts';
import { adding, entryOf } from '../core/study-state.ts';
import type { Tensor } from '../domain/image.ts';
import type { Doubt, LocationLogits } from '../domain/results.ts';
import { isSameLocation, LEVELS } from '../domain/vocabulary.ts';
import { foldPredictions } from '../models/mean-prediction.ts';
import type { ModelSet } from '../models/model-store.ts';
import type { RegionKind } from '../models/zoo/region-kinds.ts';
import { addingGrades, basisOfMean, meanOfFolds } from './combined-grades.ts';
import { logitsMissing, modelKindUnexpected, modelOutputMissing, networksDiffer } from './errors.ts';
import { GRADING_PLANS } from './grading-plans.ts';
import { levelRows } from './network-logits.ts';

/**
 * Combines the logits of several networks with a level-2 network, trained on their out-of-fold logits.
 * Reads `logits.*` and `doubts.*`, writes `logits.*` and `probabilities.*`, three per location.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, combineLogits, entryOf } from 'spinestream/operators';
 * import { exampleFiles, exampleLogits, exampleModels, exampleState } from 'spinestream/testing';
 *
 * const architecture = { kind: 'level_2', networks: { split: 'global', global: 'global' } } as const;
 * const env = { ...exampleFiles(), models: exampleModels({ level_2: { architecture } }) };
 * const state = exampleState(adding('logits.split', exampleLogits(0)), adding('logits.global', exampleLogits(1)));
 * // - combine-logits: { model: level_2, logits: [split, global], as: final }
 * const step = combineLogits(env, { model: 'level_2', logits: ['split', 'global'], as: 'final' });
 * entryOf(await lastValueFrom(of(state).pipe(step)), 'probabilities.final').length; // 25
 */
export const combineLogits = defineOperator({
  name: 'combine-logits',
  summary: 'Combine the logits of several networks with a level-2 network and convert them to probabilities.',
  description:
    'The level-2 network starts as the mean of the logits per location and learns a correction from all networks and conditions of a level. ' +
    'The names of the logits are those that it was trained with. Grades rest on everything that the logits of their location rest on.',
  options: z.strictObject({
    model: z.string().min(1).describe('name of the level-2 network'),
    logits: z.array(entrySuffix('name of logits')).min(1).describe('the logits to combine, named as in its training'),
    doubts: z.array(entrySuffix('name of doubts')).default([]).describe('doubts written by check-keypoints'),
    as: entrySuffix('name of the combined logits and of the probabilities written'),
  }),
  example: {
    options: { model: 'level_2', logits: ['split', 'global'], as: 'final' },
    study: () => exampleState(adding('logits.split', exampleLogits(0)), adding('logits.global', exampleLogits(1))),
    env: () => ({
      models: exampleModels({
        level_2: { architecture: { kind: 'level_2', networks: { split: 'global', global: 'global' } } },
      }),
    }),
  },
  reads: (o) => [...entryNames('logits', o.logits), ...entryNames('doubts', o.doubts)],
  writes: (o) => [`logits.${o.as}`, `probabilities.${o.as}`],
  models: (o) => [o.model],
  apply:
    (o, env) =>
    async (state, { signal }) => {
      const model = await env.models.get(o.model, state.study.id);
      const networks = networksOf(model);
      const expected = networks.map(([name]) => name);
      if (expected.length !== o.logits.length || expected.some((name) => !o.logits.includes(name)))
        throw networksDiffer(o.model, o.logits, expected);
      const given = networks.map(([name, kind]) => ({ name, kind, logits: entryOf(state, `logits.${name}`) }));
      const inputs = given.map(({ name, kind, logits }): readonly [string, Tensor] => {
        const data = levelRows(kind, logits, (location) => logitsMissing(name, location));
        return [name, { shape: [1, LEVELS.length, data.length / LEVELS.length], data }];
      });
      const predictions = await foldPredictions(model, Object.fromEntries(inputs), { signal });
      const combined = meanOfFolds(
        predictions.map(({ logits }) => {
          if (logits === undefined) throw modelOutputMissing(model.name, 'logits');
          return GRADING_PLANS.study.locationsOf({}, logits.data);
        }),
      );
      const doubts = o.doubts.flatMap((suffix): readonly Doubt[] => entryOf(state, `doubts.${suffix}`));
      return addingGrades(
        o.as,
        combined.map((location): LocationLogits => {
          const members = given.flatMap(({ logits }) => logits.filter((one) => isSameLocation(one, location)));
          const here = doubts.filter((one) => isSameLocation(one, location));
          return { ...location, basis: basisOfMean(members, here) };
        }),
      );
    },
});

const networksOf = ({ name, architecture }: ModelSet): readonly (readonly [name: string, kind: RegionKind])[] => {
  const { config } = architecture;
  if (config.kind !== 'level_2') throw modelKindUnexpected(name, config.kind, ['level_2']);
  return Object.entries(config.networks);
};
