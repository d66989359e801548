import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entryNames, entrySuffix } from '../core/entry-name.ts';
import { exampleLogits, exampleState } from '../core/examples/index.ts';
import { adding, entryOf } from '../core/study-state.ts';
import type { Doubt, LocationLogits } from '../domain/results.ts';
import { CONDITIONS, isSameLocation, LEVELS, locationOf } from '../domain/vocabulary.ts';
import { addingGrades, basisOfMean } from './combined-grades.ts';
import { coverageUneven } from './errors.ts';

/**
 * Averages the logits of several models location by location, then converts the means to probabilities with softmax.
 * Reads `logits.*` and `doubts.*`, writes `logits.*` and `probabilities.*`, three per location.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, ensembleAverage, entryOf } from 'spinestream/operators';
 * import { exampleFiles, exampleLogits, exampleModels, exampleState } from 'spinestream/testing';
 *
 * const env = { ...exampleFiles(), models: exampleModels({}) };
 * const state = exampleState(adding('logits.split', exampleLogits(0)), adding('logits.global', exampleLogits(1)));
 * // - ensemble-average: { logits: [split, global], weights: { split: 2 }, as: final }
 * const options = { logits: ['split', 'global'], weights: { split: 2 }, as: 'final' };
 * const after = await lastValueFrom(of(state).pipe(ensembleAverage(env, options)));
 * entryOf(after, 'probabilities.final')[0]?.probabilities.map((p) => p.toFixed(2)); // ['0.14', '0.38', '0.48']
 */
export const ensembleAverage = defineOperator({
  name: 'ensemble-average',
  summary: 'Average the logits of several models per location and convert them to probabilities.',
  description:
    'Logits are averaged before the softmax. The total weight must be the same for every location, ' +
    'e.g. the three split models together weigh as much as the global one. ' +
    'A mean rests on everything that its members rest on, with the doubts of check-keypoints, if given; these do not affect the numbers.',
  options: z
    .strictObject({
      logits: z.array(entrySuffix('name of logits')).min(1).describe('the logits to average'),
      weights: z.record(z.string(), z.number().positive()).optional().describe('weights by name of logits; default: 1'),
      doubts: z.array(entrySuffix('name of doubts')).default([]).describe('doubts written by check-keypoints'),
      as: entrySuffix('name of the averaged logits and of the probabilities written'),
    })
    .check(({ value, issues }) => {
      for (const name of Object.keys(value.weights ?? {}))
        if (!value.logits.includes(name))
          issues.push({
            code: 'custom',
            input: value,
            path: ['weights', name],
            message: `"${name}" is none of the logits; expected one of ${value.logits.join(', ')}`,
          });
    }),
  example: {
    options: { logits: ['split', 'global'], as: 'final' },
    study: () => exampleState(adding('logits.split', exampleLogits(0)), adding('logits.global', exampleLogits(1))),
  },
  reads: (o) => [...entryNames('logits', o.logits), ...entryNames('doubts', o.doubts)],
  writes: (o) => [`logits.${o.as}`, `probabilities.${o.as}`],
  mirrors: () => true,
  apply: (o) => (state) => {
    const members = o.logits.flatMap((suffix) =>
      entryOf(state, `logits.${suffix}`).map((location) => ({ location, weight: o.weights?.[suffix] ?? 1 })),
    );
    const doubts = o.doubts.flatMap((suffix): readonly Doubt[] => entryOf(state, `doubts.${suffix}`));
    const means = CONDITIONS.flatMap((condition) =>
      LEVELS.flatMap((level) =>
        meanOf(
          members.filter(({ location }) => isSameLocation(location, { condition, level })),
          doubts.filter((doubt) => isSameLocation(doubt, { condition, level })),
        ),
      ),
    );
    checkCoverage(means, o.logits);
    return addingGrades(
      o.as,
      means.map(({ mean }) => mean),
    );
  },
});

interface Member {
  readonly location: LocationLogits;
  readonly weight: number;
}

interface LocationMean {
  readonly mean: LocationLogits;
  /** Sum of the weights of the models that grade the location. */
  readonly weight: number;
}

const meanOf = (members: readonly Member[], doubts: readonly Doubt[]): readonly LocationMean[] => {
  const [first] = members;
  if (first === undefined) return [];
  const weight = members.reduce((sum, member) => sum + member.weight, 0);
  const logits = first.location.logits.map(
    (_, severity) =>
      members.reduce((sum, member) => sum + member.weight * member.location.logits[severity]!, 0) / weight,
  );
  const { condition, level } = first.location;
  const all = members.map(({ location }) => location);
  return [{ mean: { condition, level, logits, basis: basisOfMean(all, doubts) }, weight }];
};

const WEIGHT_TOLERANCE = 1e-9;

const checkCoverage = (means: readonly LocationMean[], names: readonly string[]): void => {
  const most = Math.max(0, ...means.map(({ weight }) => weight));
  const uneven = means.find(({ weight }) => most - weight > WEIGHT_TOLERANCE * most);
  if (uneven === undefined) return;
  throw coverageUneven(locationOf(uneven.mean.condition, uneven.mean.level), uneven.weight, most, names);
};
