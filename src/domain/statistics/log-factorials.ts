/** log(n!) for every n up to `count`, summed exactly. */
export const logFactorials = (count: number): Float64Array => {
  const logs = new Float64Array(count + 1);
  for (let n = 1; n <= count; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
};
