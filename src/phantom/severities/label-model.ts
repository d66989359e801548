import { LOCATIONS, type Location } from '../../domain/vocabulary.ts';
import { byLocation } from '../by-location.ts';
import { cholesky } from './cholesky.ts';
import { LABEL_CORRELATIONS } from './label-correlations.ts';
import { LABEL_COUNTS } from './label-counts.ts';
import { latentCorrelation, type Ranked, ranked, type Thresholds } from './latent-correlation.ts';
import { normalAbove } from './normal.ts';

/** Labels as a Gaussian copula: one latent variable per location, cut by thresholds, with correlations. */
export interface LabelModel {
  readonly thresholds: Readonly<Record<Location, Thresholds>>;
  /** Row i of a lower triangle belongs to `LOCATIONS[i]`; multiplying independent normal variables by it gives the latent ones. */
  readonly mixing: readonly (readonly number[])[];
}

/** Shares of normal, moderate and severe among the labelled ones. */
export const sharesOf = (location: Location): readonly [number, number, number] => {
  const [normal, moderate, severe] = LABEL_COUNTS[location];
  const labelled = normal + moderate + severe;
  return [normal / labelled, moderate / labelled, severe / labelled];
};

const rankedAt = (location: Location): Ranked => {
  const shares = sharesOf(location);
  return ranked(shares, [normalAbove(shares[1] + shares[2]), normalAbove(shares[2])]);
};

/** Pairs are fitted separately, so the matrix may not be positive definite; then everything off the diagonal is shrunk by a hundredth at a time. */
const mixingOf = (ranks: readonly Ranked[]): readonly (readonly number[])[] => {
  const latent = LABEL_CORRELATIONS.map((row, i) =>
    row.map((value, j) => latentCorrelation(ranks[i]!, ranks[j]!, value)),
  );
  for (let shrunk = 1; shrunk > 0; shrunk -= 0.01) {
    const lower = cholesky(latent.map((row) => [...row.map((value) => shrunk * value), 1]));
    if (lower !== undefined) return lower;
  }
  return cholesky(latent.map((row) => [...row.map(() => 0), 1]))!;
};

let made: LabelModel | undefined;

/** The model of the real labels, fitted on first use. */
export const labelModel = (): LabelModel => {
  if (made === undefined) {
    const ranks = byLocation(rankedAt);
    made = {
      thresholds: byLocation((location) => ranks[location].thresholds),
      mixing: mixingOf(LOCATIONS.map((location) => ranks[location])),
    };
  }
  return made;
};
