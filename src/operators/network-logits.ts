import type { LocationLogits } from '../domain/results.ts';
import { isSameLocation, LEVELS, locationOf, SEVERITIES } from '../domain/vocabulary.ts';
import { CONDITIONS_GRADED } from '../models/zoo/level-2.ts';
import type { RegionKind } from '../models/zoo/region-kinds.ts';

const logSumExp = (values: readonly number[]): number => {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
};

/**
 * A network's logits of a study as the input of a level-2 network: log probabilities [levels, conditions * severities],
 * since a network's logits are only determined up to a constant.
 * @param missing  makes the error for a location without logits
 */
export const levelRows = (
  kind: RegionKind,
  logits: readonly LocationLogits[],
  missing: (location: string) => Error,
): Float32Array => {
  const conditions = CONDITIONS_GRADED[kind];
  const rows = new Float32Array(LEVELS.length * conditions.length * SEVERITIES.length);
  for (const [l, level] of LEVELS.entries())
    for (const [c, condition] of conditions.entries()) {
      const found = logits.find((one) => isSameLocation(one, { condition, level }));
      if (found === undefined) throw missing(locationOf(condition, level));
      const all = logSumExp(found.logits);
      rows.set(
        found.logits.map((logit) => logit - all),
        (l * conditions.length + c) * SEVERITIES.length,
      );
    }
  return rows;
};
