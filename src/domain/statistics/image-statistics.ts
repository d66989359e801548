import type { MeasureReference } from '../measure-reference.ts';
import { SERIES_KINDS, type SeriesKind } from '../vocabulary.ts';

/** Numbers that describe the images of a series, whatever they show. */
export const IMAGE_MEASURES = [
  'slices',
  'gap_mm',
  'spacing_mm',
  'field_mm',
  'dark',
  'middle',
  'bright',
  'contrast',
  'noise',
  'sharpness',
] as const;
/** One of `IMAGE_MEASURES`; also the name of its column. */
export type ImageMeasure = (typeof IMAGE_MEASURES)[number];

interface MeasureFacts {
  readonly title: string;
  readonly unit: string;
  readonly digits: number;
  /** Differences from the training studies below this never make a study unusual. */
  readonly tolerance: number;
}

/** Title, unit and tolerance of each measure. */
export const MEASURE_FACTS: Readonly<Record<ImageMeasure, MeasureFacts>> = {
  slices: { title: 'slices', unit: '', digits: 0, tolerance: 3 },
  gap_mm: { title: 'slice distance', unit: ' mm', digits: 1, tolerance: 0.3 },
  spacing_mm: { title: 'pixel spacing', unit: ' mm', digits: 2, tolerance: 0.05 },
  field_mm: { title: 'field of view', unit: ' mm', digits: 0, tolerance: 15 },
  dark: { title: 'dark level', unit: '', digits: 2, tolerance: 0.05 },
  middle: { title: 'median level', unit: '', digits: 2, tolerance: 0.05 },
  bright: { title: 'bright level', unit: '', digits: 2, tolerance: 0.05 },
  contrast: { title: 'contrast', unit: '', digits: 2, tolerance: 0.05 },
  noise: { title: 'noise', unit: '', digits: 3, tolerance: 0.005 },
  sharpness: { title: 'sharpness', unit: '', digits: 2, tolerance: 0.05 },
};

/** Measures of the images of a series; those that its headers or pixels do not give are absent. */
export type ImageMeasures = Readonly<Partial<Record<ImageMeasure, number>>>;

/** A difference between a study and the studies that a model was trained on. */
export interface Unusual {
  readonly kind: SeriesKind | undefined;
  readonly measure: ImageMeasure | 'manufacturer' | 'field_strength_t';
  /** E.g. `Sagittal T1 pixel spacing 2.41 mm (training: 1.12 to 1.33 mm)`. */
  readonly text: string;
}

/** What is known of the images of one kind of series of a study; no identifiers. */
export interface SeriesStatistics {
  readonly kind: SeriesKind;
  readonly measures: ImageMeasures;
}

/** What is known of the images of a study. */
export interface ImageStatistics {
  /** One per kind of series that the study has. */
  readonly series: readonly SeriesStatistics[];
  /** A known manufacturer or `other`, never the text of the header; undefined without one. */
  readonly manufacturer: string | undefined;
  /** E.g. `1.5`. */
  readonly fieldStrengthT: string | undefined;
}

/** Statistics of a study, compared with those of a model's training studies. */
export interface ComparedStatistics extends ImageStatistics {
  /** Undefined if the model records no training studies to compare with. */
  readonly unusual: readonly Unusual[] | undefined;
}

type Counts = Readonly<Record<string, number>>;

/** The images that a model was trained on: `image-statistics.json` of its run folder. */
export interface ImageReference {
  readonly version: 1;
  readonly studies: number;
  /**
   * A measure is unusual if its distance from the median exceeds this many times the distance of the first or 99th
   * percentile. Undefined with too few studies to derive it.
   */
  readonly bound?: number | undefined;
  /** Number of training studies beyond the bound, each judged by a reference without it. */
  readonly beyond: number;
  readonly series: Readonly<Partial<Record<SeriesKind, Readonly<Partial<Record<ImageMeasure, MeasureReference>>>>>>;
  readonly manufacturers: Counts;
  readonly fieldStrengthsT: Counts;
}

/** Manufacturers by a word of their name; the header's own text may be anything. */
const MANUFACTURERS = [
  ['SIEMENS', 'SIEMENS'],
  ['GE', 'GE'],
  ['GENERAL ELECTRIC', 'GE'],
  ['PHILIPS', 'PHILIPS'],
  ['CANON', 'CANON'],
  ['TOSHIBA', 'CANON'],
  ['FUJIFILM', 'FUJIFILM'],
  ['HITACHI', 'FUJIFILM'],
  ['UIH', 'UNITED IMAGING'],
  ['UNITED IMAGING', 'UNITED IMAGING'],
  ['ESAOTE', 'ESAOTE'],
  ['PARAMED', 'PARAMED'],
  ['FONAR', 'FONAR'],
] as const;

/** The manufacturer that a header names. */
export const manufacturerOf = (text: string | undefined): string | undefined =>
  text === undefined
    ? undefined
    : (MANUFACTURERS.find(([word]) => new RegExp(`(?<![a-z])${word}(?![a-z])`, 'i').test(text))?.[1] ?? 'other');

/** Nominal field strength: 2.8936 T is a 3 T scanner. */
export const nominalTesla = (tesla: number | undefined): string | undefined => {
  if (tesla === undefined) return undefined;
  return String(tesla < 1 ? Number(tesla.toFixed(2)) : Math.round(2 * tesla) / 2);
};

/** `2.41 mm` */
export const measureText = (measure: ImageMeasure, value: number): string =>
  `${value.toFixed(MEASURE_FACTS[measure].digits)}${MEASURE_FACTS[measure].unit}`;

/** Whether a text is one of the kinds of series. */
export const isSeriesKind = (text: string): text is SeriesKind => SERIES_KINDS.some((kind) => kind === text);
