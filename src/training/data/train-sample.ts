import type { EntryName } from '../../core/entries.ts';
import type { StudyState } from '../../core/study-state.ts';
import type { Reversal } from '../../domain/mirror.ts';
import type { Site } from '../../domain/site.ts';
import type { PointNorm } from '../../imaging/index.ts';
import type { Grade } from '../losses/class-targets.ts';

/** One input of a network for one sample, as inference would see it. */
export interface SampleInput {
  /** Of the network's input. */
  readonly name: string;
  /** The entry it comes from, as the experiment calls it, e.g. `axial`. */
  readonly source: string;
  /** [slices, rows, columns], or [levels, slices, rows, columns]. */
  readonly shape: readonly number[];
  readonly pixels: Float32Array;
}

/** What the network should say: points of its heatmaps, or the grades of its places in the order of its logits. */
export type Answer =
  | { readonly kind: 'points'; readonly points: readonly (PointNorm | undefined)[] }
  | { readonly kind: 'grades'; readonly grades: readonly Grade[] };

/** What the mirrored patient would give in place of a sample. */
export interface SampleMirror {
  /** For each input, the one of the other side that it is made of, and what is reversed of that. */
  readonly inputs: readonly { readonly from: number; readonly reversal: Reversal }[];
  /** For each grade or point, the one that takes its place. */
  readonly answers: readonly number[];
}

/** One sample before augmentation. */
export interface TrainSample {
  readonly studyId: string;
  readonly site: Site;
  readonly inputs: readonly SampleInput[];
  readonly answer: Answer;
  /** Undefined where regions do not say what the mirror reverses. */
  readonly mirror?: SampleMirror | undefined;
}

/** How samples come out of a study that went through the steps. */
export interface SamplePlan {
  readonly reads: readonly EntryName[];
  /** Samples that teach something, in the order of their places. */
  readonly samplesOf: (state: StudyState) => readonly TrainSample[];
}
