import type { SliceStore } from '../dicom/index.ts';
import type { LocationConfidence } from '../domain/confidence.ts';
import type { FeatureDistance } from '../domain/feature-distance.ts';
import type {
  Anchor,
  Doubt,
  InputStack,
  Keypoint,
  LocationLogits,
  LocationProbabilities,
  Selection,
  Series,
  SmallHeatmap,
  Stack,
} from '../domain/results.ts';
import type { ComparedStatistics } from '../domain/statistics/image-statistics.ts';

/**
 * The data that a study can carry, by name. Pipeline files, wiring checks and messages use these names. A custom
 * operator adds its own with `declare module 'spinestream' { interface Entries { ... } }`, or writes `custom.*`.
 */
export interface Entries {
  /** The study's series, in the order of the descriptions file. */
  series: readonly Series[];
  /** Headers and pixels of the study's files, each read once. */
  slices: SliceStore;
  [name: `selections.${string}`]: readonly Selection[];
  [name: `stacks.${string}`]: readonly InputStack[];
  [name: `keypoints.${string}`]: readonly Keypoint[];
  [name: `heatmaps.${string}`]: readonly SmallHeatmap[];
  [name: `instances.${string}`]: readonly Anchor[];
  [name: `rois.${string}`]: readonly Stack[];
  [name: `logits.${string}`]: readonly LocationLogits[];
  [name: `probabilities.${string}`]: readonly LocationProbabilities[];
  [name: `doubts.${string}`]: readonly Doubt[];
  [name: `confidence.${string}`]: readonly LocationConfidence[];
  [name: `features.${string}`]: readonly FeatureDistance[];
  [name: `statistics.${string}`]: ComparedStatistics;
  [name: `custom.${string}`]: unknown;
}

/** Name of an entry of a study, e.g. `keypoints.sagt2`. */
export type EntryName = keyof Entries;
