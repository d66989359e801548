import { z } from 'zod';
import type { LossOps } from '../../models/nn/gradient/primitives.ts';
import type { Loss } from '../../models/nn/gradient/update-rule.ts';
import { CLASSES, logProbabilities, negated, placesOf } from './class-targets.ts';
import { crossEntropy } from './cross-entropy.ts';
import { defineLoss } from './define-loss.ts';

/** The first places of a study network: the canal at each level. */
const LEVELS = 5;
const SEVERE = 2;

const sumOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

/**
 * The target of "severe at any level", [weight of no, 0, weight of yes], from the class targets of a study: label and
 * weight are those of the most severe level, as in the challenge's score. Soft labels give a soft label: 1 minus the
 * product of the probabilities of not severe. Zero if an unlabelled level could decide.
 */
export const anySevereTarget = (classTargets: Float32Array, classWeights: readonly number[]): readonly number[] => {
  const rows = Array.from({ length: LEVELS }, (_, level) => {
    const shares = classWeights.map((weight, severity) => classTargets[level * CLASSES + severity]! / weight);
    const counted = shares.reduce((sum, share) => sum + share, 0);
    const weight = sumOf(classTargets.subarray(level * CLASSES, (level + 1) * CLASSES));
    return { weight, severe: counted === 0 ? undefined : shares[SEVERE]! / counted };
  });
  const none = rows.reduce((product, { severe = 0 }) => product * (1 - severe), 1);
  if (none > 0 && rows.some(({ severe }) => severe === undefined)) return [0, 0, 0];
  const weight = Math.max(...rows.map((row) => row.weight));
  return [weight * none, 0, weight * (1 - none)];
};

/** Log-sum-exp over the last axis, which keeps size 1. */
const logSumExp = <T>(nn: LossOps<T>, x: T, axis: number): T => {
  const first = { axis, start: 0, end: 1 };
  return nn.sub(nn.slice(x, first), nn.slice(nn.logSoftmax(x), first));
};

/** 1 if level `row` is before level `column`. */
const BEFORE = Float32Array.from({ length: LEVELS ** 2 }, (_, i) => (Math.floor(i / LEVELS) < i % LEVELS ? 1 : 0));

/** Log probabilities of no severe level and of any, each [n, 1], from log probabilities [n, places, 3]. */
const anySevere = <T>(nn: LossOps<T>, logs: T): { readonly none: T; readonly any: T } => {
  const [n] = nn.shapeOf(logs);
  const canal = nn.slice(logs, { axis: 1, start: 0, end: LEVELS });
  const severe = nn.reshape(nn.slice(canal, { axis: 2, start: SEVERE, end: CLASSES }), [n!, LEVELS]);
  const others = nn.slice(canal, { axis: 2, start: 0, end: SEVERE });
  const notSevere = nn.reshape(logSumExp(nn, others, 2), [n!, LEVELS]);
  // 1 minus the product of complements, as the sum over levels of "severe here and at none before"
  const noneBefore = nn.matMul(notSevere, nn.constant(BEFORE, [LEVELS, LEVELS]));
  return { none: nn.sum(notSevere, [1]), any: logSumExp(nn, nn.add(severe, noneBefore), 1) };
};

/**
 * Cross entropy of all places, with "severe at any level" as an additional place. Targets are [n, places + 1, 3], the
 * study's last.
 */
export const anySevereLoss: Loss = {
  ...crossEntropy,
  targetShape: (output) => [output[0]!, placesOf(output) + 1, CLASSES],
  total: (nn, output, target) => {
    const places = placesOf(nn.shapeOf(output));
    const [n] = nn.shapeOf(output);
    const logs = logProbabilities(nn, output);
    const ofPlaces = nn.slice(target, { axis: 1, start: 0, end: places });
    const ofStudy = nn.reshape(nn.slice(target, { axis: 1, start: places, end: places + 1 }), [n!, CLASSES]);
    const { none, any } = anySevere(nn, logs);
    const ofNone = nn.slice(ofStudy, { axis: 1, start: 0, end: 1 });
    const ofAny = nn.slice(ofStudy, { axis: 1, start: SEVERE, end: CLASSES });
    const total = nn.add(
      nn.reshape(nn.sum(nn.mul(logs, ofPlaces), [0, 1, 2]), [1, 1]),
      nn.sum(nn.add(nn.mul(none, ofNone), nn.mul(any, ofAny)), [0, 1]),
    );
    return negated(nn, total);
  },
};

export const anySevereInfo = defineLoss({
  name: 'any-severe',
  summary:
    'Cross entropy of all locations, and of a severe canal at any level (1 less the product of complements), as the score has it.',
  options: z.strictObject({
    weight: z.number().positive().default(1).describe('of the study, where a location has 1'),
  }),
  of: 'grades',
  kinds: ['study', 'level_2'],
  targets: (classTargets, { weight }, { classWeights }) =>
    Float32Array.of(...classTargets, ...anySevereTarget(classTargets, classWeights).map((one) => weight * one)),
  make: () => anySevereLoss,
});
