import { z } from 'zod';
import type { LocationLogits } from '../domain/findings.ts';
import { CONDITIONS, LEVELS, locationOf } from '../domain/vocabulary.ts';
import { softmax } from '../imaging/index.ts';
import { defineOperator } from './define-operator.ts';
import { entrySuffix } from './entry-name.ts';
import { coverageUneven } from './errors.ts';
import { exampleLogits, exampleState } from './examples/index.ts';
import { adding, addingAll, entryOf } from './study-state.ts';

export const ensembleAverage = defineOperator({
  name: 'ensemble-average',
  summary: 'Average the logits of several models location by location, then turn them into probabilities.',
  description:
    'The mean is taken of logits; softmax comes last. Every location must be graded by equally many of the averaged entries, ' +
    'so that, say, the three split models together weigh as much as the global one.',
  options: z.strictObject({
    logits: z.array(entrySuffix('name of logits')).min(1).describe('the logits to average'),
    as: entrySuffix('name of the averaged logits and of the probabilities written'),
  }),
  example: {
    options: { logits: ['split', 'global'], as: 'final' },
    study: () => exampleState(adding('logits.split', exampleLogits(0)), adding('logits.global', exampleLogits(1))),
  },
  reads: (o) => o.logits.map((suffix) => `logits.${suffix}` as const),
  writes: (o) => [`logits.${o.as}`, `probabilities.${o.as}`],
  apply: (o) => (state) => {
    const members = o.logits.flatMap((suffix) => entryOf(state, `logits.${suffix}`));
    const means = CONDITIONS.flatMap((condition) =>
      LEVELS.flatMap((level) => meanOf(members.filter((one) => one.condition === condition && one.level === level))),
    );
    checkCoverage(means, o.logits);
    return addingAll(
      adding(
        `logits.${o.as}`,
        means.map(({ mean }) => mean),
      ),
      adding(
        `probabilities.${o.as}`,
        means.map(({ mean: { condition, level, logits } }) => ({ condition, level, probabilities: softmax(logits) })),
      ),
    );
  },
});

interface LocationMean {
  readonly mean: LocationLogits;
  readonly members: number;
}

const meanOf = (ofLocation: readonly LocationLogits[]): readonly LocationMean[] => {
  const [first] = ofLocation;
  if (first === undefined) return [];
  const logits = first.logits.map(
    (_, severity) => ofLocation.reduce((sum, one) => sum + one.logits[severity]!, 0) / ofLocation.length,
  );
  return [{ mean: { condition: first.condition, level: first.level, logits }, members: ofLocation.length }];
};

const checkCoverage = (means: readonly LocationMean[], names: readonly string[]): void => {
  const most = Math.max(0, ...means.map(({ members }) => members));
  const uneven = means.find(({ members }) => members !== most);
  if (uneven === undefined) return;
  throw coverageUneven(locationOf(uneven.mean.condition, uneven.mean.level), uneven.members, most, names);
};
