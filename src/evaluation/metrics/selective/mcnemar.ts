/** log(n!), exact sums for as many as there are locations. */
const logFactorials = (count: number): Float64Array => {
  const logs = new Float64Array(count + 1);
  for (let n = 1; n <= count; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
};

/**
 * Two-sided exact McNemar test of two answers to the same cases: how likely so uneven a split of the cases is, of which only one was
 * right, if both are equally good (McNemar 1947, DOI 10.1007/BF02295996). The cases must be independent of each other.
 * @param onlyFirst, onlySecond  cases that only one of them had right
 */
export const mcNemarP = (onlyFirst: number, onlySecond: number): number => {
  const discordant = onlyFirst + onlySecond;
  const logs = logFactorials(discordant);
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++)
    tail += Math.exp(logs[discordant]! - logs[k]! - logs[discordant - k]! - discordant * Math.LN2);
  return Math.min(1, 2 * tail);
};
