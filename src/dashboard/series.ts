/**
 * A time series of bounded size, whatever the length of a run: keeps at most `most` points; beyond that, halves the
 * resolution by averaging neighbours, also for later points.
 */
export const boundedSeries = (most: number) => {
  let kept: [number, number][] = [];
  let [width, waiting, sumX, sumY] = [1, 0, 0, 0];
  const halve = () => {
    const pairs: [number, number][] = [];
    for (let i = 0; i + 1 < kept.length; i += 2) {
      const [a, b] = [kept[i]!, kept[i + 1]!];
      pairs.push([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    }
    kept = pairs;
    width *= 2;
  };
  return {
    add: (x: number, y: number): void => {
      [waiting, sumX, sumY] = [waiting + 1, sumX + x, sumY + y];
      if (waiting < width) return;
      kept.push([sumX / waiting, sumY / waiting]);
      [waiting, sumX, sumY] = [0, 0, 0];
      if (kept.length >= most) halve();
    },
    points: (): readonly (readonly [x: number, y: number])[] => kept,
  };
};
