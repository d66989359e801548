import type { EntryName } from '../../core/entries.ts';
import type { StudyState } from '../../core/study-state.ts';
import type { Reversal } from '../../domain/mirror.ts';
import { nameOfSite, type Site } from '../../domain/site.ts';
import type { PointNorm } from '../../imaging/index.ts';
import type { Grade } from '../losses/class-targets.ts';
import { sampleShapeUnfit } from './errors.ts';

/** One input of a sample, as in inference. */
export interface SampleInput {
  /** Name of the network's input. */
  readonly name: string;
  /** Name of its entry in the experiment, e.g. `axial`. */
  readonly source: string;
  /** [slices, rows, columns], or [levels, slices, rows, columns]. */
  readonly shape: readonly number[];
  readonly pixels: Float32Array;
}

/** Ground truth: points of the heatmaps, or grades of the places in the order of the network's logits. */
export type Answer =
  | { readonly kind: 'points'; readonly points: readonly (PointNorm | undefined)[] }
  | { readonly kind: 'grades'; readonly grades: readonly Grade[] };

/** How the mirrored patient's sample differs. */
export interface SampleMirror {
  /** For each input, the corresponding one of the other side, and what to reverse in it. */
  readonly inputs: readonly { readonly from: number; readonly reversal: Reversal }[];
  /** For each grade or point, its replacement. */
  readonly answers: readonly number[];
}

/** One sample before augmentation. */
export interface TrainSample {
  readonly studyId: string;
  readonly site: Site;
  readonly inputs: readonly SampleInput[];
  readonly answer: Answer;
  /** Undefined if regions do not record what the mirror reverses. */
  readonly mirror?: SampleMirror | undefined;
}

/** `4003253 left l4_l5` */
export const nameOfSample = ({ studyId, site }: Pick<TrainSample, 'studyId' | 'site'>): string =>
  [studyId, nameOfSite(site)].join(' ').trim();

/** Extracts samples from a study after the steps. */
export interface SamplePlan {
  readonly reads: readonly EntryName[];
  /** Samples with ground truth, in the order of their places. */
  readonly samplesOf: (state: StudyState) => readonly TrainSample[];
}

/** Shapes of a network's inputs by name, batch first. */
export type InputShapes = ReadonlyMap<string, readonly (number | 'n')[]>;

/** Refuses a sample of the wrong shape for the network. @throws SAMPLE_SHAPE_UNFIT */
export const checkShapes = ({ studyId, inputs }: TrainSample, shapes: InputShapes): void => {
  for (const { name, shape } of inputs) {
    const expected = shapes.get(name)?.slice(1) ?? [];
    const fits = expected.length === shape.length && expected.every((size, axis) => size === shape[axis]);
    if (!fits) throw sampleShapeUnfit(name, shape, expected, { studyId });
  }
};
