import { logFactorials } from '../../../domain/statistics/log-factorials.ts';

/**
 * Two-sided exact McNemar test of two raters on the same cases: the probability of such an uneven split of the cases
 * that only one of them got right, if both are equally good (McNemar 1947, DOI 10.1007/BF02295996). Assumes independent
 * cases.
 * @param onlyFirst, onlySecond  cases that only one of them got right
 */
export const mcNemarP = (onlyFirst: number, onlySecond: number): number => {
  const discordant = onlyFirst + onlySecond;
  const logs = logFactorials(discordant);
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++)
    tail += Math.exp(logs[discordant]! - logs[k]! - logs[discordant - k]! - discordant * Math.LN2);
  return Math.min(1, 2 * tail);
};
