import type { Reason } from '../../dicom/index.ts';
import type { Warning } from '../../domain/study.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import type { SliceFacts } from './slice-facts.ts';

/** A code with what it says here. */
export interface CodedReason {
  readonly code: string;
  readonly reason: string;
}

/** Slices of a series in the order of the body. */
export interface InspectedStack {
  readonly slices: number;
  readonly firstInstance: number;
  readonly lastInstance: number;
  /** Median distance of neighbours; undefined for a single slice. */
  readonly spacingMm: number | undefined;
  /** What SpacingBetweenSlices says. */
  readonly attributeSpacingMm: number | undefined;
  readonly sliceThicknessMm: number | undefined;
  /** Runs of slices of one tilt without a gap. */
  readonly blocks: number;
  readonly gaps: readonly {
    readonly afterInstance: number;
    readonly beforeInstance: number;
    readonly widthMm: number;
  }[];
  /** How the first slice is stored, and what is done to bring it to standard orientation. */
  readonly stored: string | undefined;
  readonly turned: string | undefined;
}

export interface InspectedSeries extends SliceFacts {
  readonly id: string;
  /** What a descriptions file may call it, besides its folder. */
  readonly seriesInstanceUid: string | undefined;
  readonly kind: SeriesKind | undefined;
  /** What tells the kind. */
  readonly kindBy: string | undefined;
  /** What the series is used for, and why; empty where it is not. */
  readonly uses: readonly string[];
  /** Why it is not used. */
  readonly unused: CodedReason | undefined;
  /** A letter for each FrameOfReferenceUID of the study. */
  readonly frameOfReference: string | undefined;
  /** Undefined where the kind is, or no slice says where it lies. */
  readonly stack: InspectedStack | undefined;
}

/** A series among those of its kind, with what speaks for and against it. */
export interface RankedSeries {
  readonly seriesId: string;
  readonly score: number;
  readonly used: boolean;
  readonly reasons: readonly Reason[];
}

/** Something that forbids to grade the study as it is. */
export interface Obstacle extends CodedReason {
  readonly seriesId: string | undefined;
  /** Slices that it concerns, where it is about slices. */
  readonly images: number | undefined;
}

/** What `inspectStudy` found out about one study. */
export interface StudyInspection {
  readonly studyId: string;
  readonly gradable: boolean;
  readonly obstacles: readonly Obstacle[];
  readonly series: readonly InspectedSeries[];
  /** Candidates of each kind by their headers, best first; where a table describes the study, what it would be without. */
  readonly ranking: Readonly<Record<SeriesKind, readonly RankedSeries[]>>;
  /** Kinds that the study has neither itself nor by substitution. */
  readonly missing: readonly SeriesKind[];
  readonly warnings: readonly Warning[];
}

/** Which files messages mean. Names of files may be those of patients, so they are told to who asks for them, and nowhere else. */
export interface FileNames {
  /** A file each; several instances where it holds several frames, none where it is not used. */
  readonly slices: readonly {
    readonly seriesId: string;
    readonly instances: readonly number[];
    /** Below the study's folder. */
    readonly file: string;
    readonly copies: readonly string[];
  }[];
  readonly unreadable: readonly {
    /** As messages call it: `file 3 of 50`. */
    readonly name: string;
    readonly file: string;
    readonly code: string;
  }[];
}

/** What `inspectStudy` found in a folder. */
export interface FolderInspection {
  /** The descriptions file; undefined where headers tell the kinds of series. */
  readonly descriptions: string | undefined;
  readonly rules: 'dicom' | 'original';
  /** What lies in the folder and below it. */
  readonly files: {
    readonly images: number;
    readonly notImages: number;
    readonly unreadable: number;
    readonly irregular: number;
    readonly links: number;
  };
  /** Where it was asked for. */
  readonly names?: FileNames | undefined;
  /** One, or as many as have images in the folder that can be graded, the newest first. */
  readonly studies: readonly StudyInspection[];
}
