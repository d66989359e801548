import type { LocationProbabilities } from '../domain/results.ts';
import type { PointPx } from '../domain/turn.ts';
import type { Vec3 } from '../domain/vec3.ts';
import type { Condition, Level, SeriesKind } from '../domain/vocabulary.ts';
import type { SourceAttributes } from './source/source-attributes.ts';

/** An image of the source: an instance, or a frame of one. */
export interface ImageReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** From 1; undefined where the instance is a single image. */
  readonly frame?: number | undefined;
}

/** A series that grades rest on, with those of its images that were looked at. */
export interface UsedSeries {
  readonly kind: SeriesKind;
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string | undefined;
  readonly images: readonly ImageReference[];
}

/** A keypoint of a location, on the picture as it is stored. */
export interface LocationKeypoint {
  readonly condition: Condition;
  readonly level: Level;
  readonly image: ImageReference;
  /** (0, 0) is the centre of the upper left pixel. */
  readonly pointPx: PointPx;
  /** Where it lies in the patient; undefined where the image does not say where it lies. */
  readonly patient: { readonly pointMm: Vec3; readonly frameOfReferenceUid: string } | undefined;
}

/** What made a result. */
export interface ResultMaker {
  /** Version of spinestream. */
  readonly version: string;
  readonly pipeline: string;
  /** SHA-256 in hexadecimal digits of what the pipeline does: its steps and settings. */
  readonly pipelineSha256: string;
  readonly models: readonly {
    readonly name: string;
    readonly folds: readonly { readonly fold: number; readonly sha256: string }[];
  }[];
}

/** All that objects for other systems are made of: what was found in a study, and whose study it is. */
export interface StudyResult {
  readonly source: SourceAttributes;
  readonly series: readonly UsedSeries[];
  /** None where the study could not be graded. */
  readonly grades: readonly LocationProbabilities[];
  readonly keypoints: readonly LocationKeypoint[];
  /** Codes of the warnings about the study, each once. */
  readonly notices: readonly string[];
  /** Why there are no grades. */
  readonly failure: { readonly code: string } | undefined;
  readonly maker: ResultMaker;
  /** When the last of the images was taken, as `SliceHeader.acquiredAt`; undefined where none says. */
  readonly lastImageAt: string | undefined;
}
