import type { TrainSample } from '../../data/train-sample.ts';

/** Samples of an experiment, counted without reading pixels. */
export interface Survey {
  readonly samples: number;
  /** Samples of a keypoint network without any labelled point. */
  readonly unplaced: number;
  /** Regions or stacks by entry, and the number of blank ones. */
  readonly seen: ReadonlyMap<string, { readonly count: number; readonly blank: number }>;
  /** Warnings of steps by code, e.g. points on a series of another kind. */
  readonly warnings: ReadonlyMap<string, number>;
}

export const NOTHING: Survey = { samples: 0, unplaced: 0, seen: new Map(), warnings: new Map() };

/** Adds the counts of a study. @param samples  with one number per region, 0 if it is blank */
export const surveyed = (before: Survey, samples: readonly TrainSample[], codes: readonly string[]): Survey => {
  const warnings = new Map(before.warnings);
  for (const code of codes) warnings.set(code, (warnings.get(code) ?? 0) + 1);
  const seen = new Map(before.seen);
  for (const { source, pixels } of samples.flatMap(({ inputs }) => inputs)) {
    const { count, blank } = seen.get(source) ?? { count: 0, blank: 0 };
    const empty = pixels.filter((pixel) => pixel === 0).length;
    seen.set(source, { count: count + pixels.length, blank: blank + empty });
  }
  const unplaced = samples.filter(
    ({ answer }) => answer.kind === 'points' && answer.points.every((one) => !one),
  ).length;
  return {
    samples: before.samples + samples.length,
    unplaced: before.unplaced + unplaced,
    seen,
    warnings,
  };
};

const blankOf = ({ seen }: Survey): { count: number; blank: number } =>
  [...seen.values()].reduce((sum, one) => ({ count: sum.count + one.count, blank: sum.blank + one.blank }), {
    count: 0,
    blank: 0,
  });

/** Whether every sample is blank. */
export const isAllBlank = (survey: Survey): boolean => {
  const { count, blank } = blankOf(survey);
  return count > 0 && blank === count;
};

/** `312 of 2400 regions are blank (sagt2: 12 of 1200, axial_centre: 300 of 1200)`; undefined if none is. */
export const blankText = (survey: Survey, what: string): string | undefined => {
  const { count, blank } = blankOf(survey);
  if (blank === 0) return undefined;
  const bySource = [...survey.seen].filter(([, one]) => one.blank > 0);
  const detail = bySource.map(([source, one]) => `${source}: ${one.blank} of ${one.count}`).join(', ');
  return `${blank} of ${count} ${what} are blank${survey.seen.size > 1 ? ` (${detail})` : ''}`;
};
