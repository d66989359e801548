import type { LocationProbabilities } from '../domain/results.ts';
import type { PointPx } from '../domain/turn.ts';
import type { Vec3 } from '../domain/vec3.ts';
import type { Condition, Level, SeriesKind } from '../domain/vocabulary.ts';
import type { SourceAttributes } from './source/source-attributes.ts';

/** A source image: an instance, or a frame of one. */
export interface ImageReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Frame from 1; undefined for a single-image instance. */
  readonly frame?: number | undefined;
}

/** A series behind the grades, with the images used. */
export interface UsedSeries {
  readonly kind: SeriesKind;
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string | undefined;
  readonly images: readonly ImageReference[];
}

/** Keypoint of a location on the stored picture. */
export interface LocationKeypoint {
  readonly condition: Condition;
  readonly level: Level;
  readonly image: ImageReference;
  /** (0, 0) is the centre of the upper left pixel. */
  readonly pointPx: PointPx;
  /** Position in the patient; undefined if the image has no position. */
  readonly patient: { readonly pointMm: Vec3; readonly frameOfReferenceUid: string } | undefined;
}

/** What produced a result. */
export interface ResultMaker {
  /** Version of spinestream. */
  readonly version: string;
  readonly pipeline: string;
  /** SHA-256 (hexadecimal) of the pipeline's steps and settings. */
  readonly pipelineSha256: string;
  readonly models: readonly {
    readonly name: string;
    readonly folds: readonly { readonly fold: number; readonly sha256: string }[];
  }[];
}

/** Data for objects of other systems: the results of a study, and its identification. */
export interface StudyResult {
  readonly source: SourceAttributes;
  readonly series: readonly UsedSeries[];
  /** Undefined if the study could not be graded. */
  readonly grades: readonly LocationProbabilities[];
  readonly keypoints: readonly LocationKeypoint[];
  /** Codes of the warnings about the study, each once. */
  readonly notices: readonly string[];
  /** Reason for missing grades. */
  readonly failure: { readonly code: string } | undefined;
  readonly maker: ResultMaker;
  /** Acquisition time of the last image, as `SliceHeader.acquiredAt`; undefined if unknown. */
  readonly lastImageAt: string | undefined;
}
