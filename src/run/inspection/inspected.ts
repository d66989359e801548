import type { Reason } from '../../dicom/index.ts';
import type { Warning } from '../../domain/study.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import type { SliceFacts } from './slice-facts.ts';

/** A code with its message. */
export interface CodedReason {
  readonly code: string;
  readonly reason: string;
}

/** Slices of a series in anatomical order. */
export interface InspectedStack {
  readonly slices: number;
  readonly firstInstance: number;
  readonly lastInstance: number;
  /** Median spacing; undefined for a single slice. */
  readonly spacingMm: number | undefined;
  /** The SpacingBetweenSlices attribute. */
  readonly attributeSpacingMm: number | undefined;
  readonly sliceThicknessMm: number | undefined;
  /** Runs of equally tilted slices without a gap. */
  readonly blocks: number;
  readonly gaps: readonly {
    readonly afterInstance: number;
    readonly beforeInstance: number;
    readonly widthMm: number;
  }[];
  /** Orientation of the first slice, and its correction to standard orientation. */
  readonly stored: string | undefined;
  readonly turned: string | undefined;
}

export interface InspectedSeries extends SliceFacts {
  readonly id: string;
  /** Possible names in a descriptions file, other than its folder. */
  readonly seriesInstanceUid: string | undefined;
  readonly kind: SeriesKind | undefined;
  /** How the kind was determined. */
  readonly kindBy: string | undefined;
  /** Use of the series, and why; empty if unused. */
  readonly uses: readonly string[];
  /** Why it is unused. */
  readonly unused: CodedReason | undefined;
  /** A letter for each FrameOfReferenceUID of the study. */
  readonly frameOfReference: string | undefined;
  /** Undefined if the kind is, or if no slice has a position. */
  readonly stack: InspectedStack | undefined;
}

/** A series among the candidates of its kind, with arguments for and against it. */
export interface RankedSeries {
  readonly seriesId: string;
  readonly score: number;
  readonly used: boolean;
  readonly reasons: readonly Reason[];
}

/** An obstacle to grading the study. */
export interface Obstacle extends CodedReason {
  readonly seriesId: string | undefined;
  /** The slices concerned, if any. */
  readonly images: number | undefined;
}

/** Result of `inspectStudy` for one study. */
export interface StudyInspection {
  readonly studyId: string;
  readonly gradable: boolean;
  readonly obstacles: readonly Obstacle[];
  readonly series: readonly InspectedSeries[];
  /** Candidates of each kind by their headers, best first; hypothetical if a table describes the study. */
  readonly ranking: Readonly<Record<SeriesKind, readonly RankedSeries[]>>;
  /** Kinds that the study lacks even with substitutes. */
  readonly missing: readonly SeriesKind[];
  readonly warnings: readonly Warning[];
}

/**
 * The files that messages refer to. File names may be patient names, so only this list contains them, and only on
 * request.
 */
export interface FileNames {
  /** One per file; several instances if it has several frames, none if it is unused. */
  readonly slices: readonly {
    readonly seriesId: string;
    readonly instances: readonly number[];
    /** Path below the study's folder. */
    readonly file: string;
    readonly copies: readonly string[];
  }[];
  readonly unreadable: readonly {
    /** As in messages: `file 3 of 50`. */
    readonly name: string;
    readonly file: string;
    readonly code: string;
  }[];
}

/** Result of `inspectStudy` for a folder. */
export interface FolderInspection {
  /** The descriptions file; undefined if headers determine the kinds of series. */
  readonly descriptions: string | undefined;
  readonly rules: 'dicom' | 'original';
  /** Contents of the folder and its subfolders. */
  readonly files: {
    readonly images: number;
    readonly notImages: number;
    readonly unreadable: number;
    readonly irregular: number;
    readonly links: number;
  };
  /** Only on request. */
  readonly names?: FileNames | undefined;
  /** One, or each study in the folder with gradable images, the newest first. */
  readonly studies: readonly StudyInspection[];
}
