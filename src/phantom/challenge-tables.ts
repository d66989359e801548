import { LOCATIONS, MISSING_LABEL, SEVERITIES, titleOfCondition, titleOfLevel } from '../domain/vocabulary.ts';
import { csvText } from '../files/csv-text.ts';
import { byLocation } from './by-location.ts';
import type { PhantomStudy } from './phantom-study.ts';

type Cells = readonly (string | number)[];

/** One study's rows of the challenge's three files, and its entry in truth.json. */
export interface StudyRows {
  readonly labels: Cells;
  readonly descriptions: readonly Cells[];
  readonly coordinates: readonly Cells[];
  readonly truth: unknown;
}

const LABEL_COLUMNS = ['study_id', ...LOCATIONS];
const DESCRIPTION_COLUMNS = ['study_id', 'series_id', 'series_description'];
const COORDINATE_COLUMNS = ['study_id', 'series_id', 'instance_number', 'condition', 'level', 'x', 'y'];

/** Coordinates have a precision of a millionth of a pixel. */
const COORDINATE_DIGITS = 6;

const truthOf = ({ id, index, grades, narrowing, anatomy, landmarksMm, series, variations }: PhantomStudy) => ({
  study_id: id,
  index,
  severity: grades,
  narrowing,
  points_mm: byLocation((location) => [landmarksMm[location].x, landmarksMm[location].y, landmarksMm[location].z]),
  series: series.map(({ id: seriesId, kind, contrast, thicknessMm, slices }) => ({
    series_id: seriesId,
    series_description: kind,
    contrast,
    files: slices.length,
    thickness_mm: thicknessMm,
  })),
  anatomy,
  ...(variations.length > 0 ? { variations: Object.fromEntries(variations.map((v) => [v.name, v.strength])) } : {}),
});

/** Extracts the data for the tables, so that a study's pixels can be freed. */
export const studyRows = (study: PhantomStudy): StudyRows => ({
  labels: [
    study.id,
    ...LOCATIONS.map((location) => {
      const label = study.labels[location];
      return label === MISSING_LABEL ? '' : SEVERITIES[label]!;
    }),
  ],
  descriptions: study.series.map(({ id, kind }) => [study.id, id, kind]),
  coordinates: study.keypoints.map(({ seriesId, instanceNumber, condition, level, xPx, yPx }) => [
    study.id,
    seriesId,
    instanceNumber,
    titleOfCondition(condition),
    titleOfLevel(level),
    xPx.toFixed(COORDINATE_DIGITS),
    yPx.toFixed(COORDINATE_DIGITS),
  ]),
  truth: truthOf(study),
});

/** File name and text of each table, in writing order: train.csv comes last. */
export const challengeTables = (
  seed: number,
  rows: readonly StudyRows[],
): readonly (readonly [name: string, text: string])[] => {
  const descriptions = rows.flatMap((study) => study.descriptions);
  const coordinates = rows.flatMap((study) => study.coordinates);
  const labels = rows.map((study) => study.labels);
  return [
    ['truth.json', `${JSON.stringify({ seed, studies: rows.map(({ truth }) => truth) }, undefined, 1)}\n`],
    ['train_series_descriptions.csv', csvText(DESCRIPTION_COLUMNS, descriptions)],
    ['train_label_coordinates.csv', csvText(COORDINATE_COLUMNS, coordinates)],
    ['train.csv', csvText(LABEL_COLUMNS, labels)],
  ];
};
