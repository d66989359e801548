/** How far the features that a network computes of a study are from those of its training studies. */
export interface FeatureDistance {
  /** Name of the model in the pipeline. */
  readonly network: string;
  /** About 1 for a training study. Undefined if no region has pixels, or the model records no features. */
  readonly distance: number | undefined;
  /** Distance that 99% of the validation studies keep; undefined if the model records no features. */
  readonly usual: number | undefined;
  /** A study is unusual beyond it; undefined if the model records no features, or those of too few studies. */
  readonly bound: number | undefined;
}

/** Whether a study is beyond the bound; undefined if that is unknown. */
export const isFar = ({ distance, bound }: FeatureDistance): boolean | undefined =>
  distance === undefined || bound === undefined ? undefined : distance > bound;

const DIGITS = 2;

/** Says for which networks a study is unusual, the most unusual first. */
export const farTexts = (distances: readonly FeatureDistance[]): readonly string[] =>
  distances
    .flatMap(({ network, distance, usual, bound }) =>
      distance === undefined || usual === undefined || bound === undefined || distance <= bound
        ? []
        : [{ network, distance, usual, ratio: distance / bound }],
    )
    .toSorted((a, b) => b.ratio - a.ratio)
    .map(
      ({ network, distance, usual }) =>
        `${network} ${distance.toFixed(DIGITS)} (training: up to ${usual.toFixed(DIGITS)})`,
    );
