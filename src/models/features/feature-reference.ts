import { boundOf, type MeasureReference, measureReferenceOf } from '../../domain/measure-reference.ts';
import {
  type FeatureSpace,
  type FeatureVectors,
  featureDistance,
  fitFeatureSpace,
  joinedVectors,
} from './feature-space.ts';

/** The features that a network computes of the studies that it was trained on. */
export interface FeatureReference {
  /** Number of training studies that the distribution was fitted to. */
  readonly studies: number;
  readonly space: FeatureSpace;
  /** Distances of the validation studies, which neither the network nor the distribution was fitted to. */
  readonly distances: MeasureReference;
  /** A study is unusual beyond it; undefined with too few validation studies to derive it. */
  readonly bound?: number | undefined;
  /** Number of validation studies beyond the bound. */
  readonly beyond: number;
}

/**
 * Directions with a variance of their own. A linear layer separates three severities along two directions; the others
 * are for how regions differ most otherwise, such as level and contrast.
 */
const DIRECTIONS = 4;

/**
 * Returns the distribution of the features of training studies, and the bound beyond which a study is unusual: 1.5
 * times the distance that 99% of the validation studies keep.
 * @param training    vectors of each study; at least one study
 * @param validation  the same; at least one study
 */
export const featureReferenceOf = (
  training: readonly FeatureVectors[],
  validation: readonly FeatureVectors[],
): FeatureReference => {
  const space = fitFeatureSpace(joinedVectors(training), DIRECTIONS);
  const distances = validation.map((study) => featureDistance(space, study));
  const bound = boundOf(distances);
  return {
    studies: training.length,
    space,
    distances: measureReferenceOf(distances),
    ...(bound !== undefined && { bound }),
    beyond: bound === undefined ? 0 : distances.filter((distance) => distance > bound).length,
  };
};
