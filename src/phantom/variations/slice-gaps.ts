import type { SeriesPlan, SlicePlan } from '../acquisition/series-plan.ts';
import { distanceMm, normalOf, plus } from '../acquisition/slice-plane.ts';
import { between } from '../rng.ts';
import { mix } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';

/** Runs of equidistant parallel slices: a whole stack, or one block. */
export const runsOf = ({ slices, spacingMm }: SeriesPlan): readonly (readonly SlicePlan[])[] => {
  const runs: SlicePlan[][] = [];
  for (const slice of slices) {
    const before = runs.at(-1)?.at(-1);
    const stepMm = before === undefined ? 0 : Math.abs(distanceMm(before.geometry, slice.geometry.positionMm));
    const parallel = before?.geometry.columnDirection.z === slice.geometry.columnDirection.z;
    if (parallel && Math.abs(stepMm - spacingMm) < 0.02) runs.at(-1)!.push(slice);
    else runs.push([slice]);
  }
  return runs;
};

/** Spreads the slices of a run by `factor` about its centre and drops those beyond its old ends. */
const apart = (run: readonly SlicePlan[], factor: number): readonly SlicePlan[] => {
  const middle = (run.length - 1) / 2;
  const first = run[0]!.geometry;
  const stepMm = run.length < 2 ? 0 : distanceMm(first, run[1]!.geometry.positionMm);
  return run.flatMap(({ fileNumber, geometry }, index) => {
    const off = index - middle;
    if (Math.abs(off) * factor > middle + 0.5) return [];
    const positionMm = plus(geometry.positionMm, normalOf(first), off * (factor - 1) * stepMm);
    return [{ fileNumber, geometry: { ...geometry, positionMm } }];
  });
};

export const sliceGaps = defineVariation({
  name: 'slice-gaps',
  summary: 'Slices are farther apart than they are thick, and fewer.',
  share: 0.25,
  draw: (rng, strength) => {
    const factor = mix(1.1, 1.5, strength) * between(rng, 0.95, 1.05);
    return {
      series: (plan) => {
        const spacingMm = Number((plan.spacingMm * factor).toFixed(3));
        const slices = runsOf(plan).flatMap((run) => apart(run, spacingMm / plan.spacingMm));
        return { ...plan, spacingMm, slices };
      },
    };
  },
});
