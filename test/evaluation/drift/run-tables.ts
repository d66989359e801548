import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rng } from '../../../src/domain/seeded-rng.ts';
import {
  IMAGE_MEASURES,
  type ImageReference,
  type ImageStatistics,
} from '../../../src/domain/statistics/image-statistics.ts';
import { quantile } from '../../../src/domain/statistics/quantile.ts';
import { LOCATIONS, SERIES_KINDS } from '../../../src/domain/vocabulary.ts';
import { IMAGE_STATISTICS_COLUMNS } from '../../../src/streams/outputs/image-statistics.ts';

/** A study from the distributions of a reference, each measure on its own; kinds of series are missing as often as there. */
export const drawnStudy = ({ series, studies }: ImageReference, rng: Rng): ImageStatistics => ({
  series: SERIES_KINDS.filter((kind) => rng() < series[kind]!.slices!.count / studies).map((kind) => ({
    kind,
    measures: Object.fromEntries(
      IMAGE_MEASURES.map((measure) => [measure, quantile(series[kind]![measure]!.values, rng())]),
    ),
  })),
  manufacturer: 'other',
  fieldStrengthT: undefined,
});

/** Writes the table of images of a run; its studies are numbered from 1. */
export const writeImageTable = async (folder: string, studies: readonly ImageStatistics[]): Promise<void> => {
  const rows = studies.flatMap(({ series, manufacturer = '', fieldStrengthT = '' }, index) =>
    series.map(({ kind, measures }) =>
      [
        ...[index + 1, kind, ...IMAGE_MEASURES.map((measure) => measures[measure] ?? '')],
        ...[manufacturer, fieldStrengthT, 'unknown'],
      ].join(','),
    ),
  );
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'image-statistics.csv'),
    `${[IMAGE_STATISTICS_COLUMNS.join(','), ...rows].join('\n')}\n`,
  );
};

/** Writes grades with this probability of severe at every location of each study. */
export const writeGrades = async (folder: string, severe: readonly number[]): Promise<void> => {
  const rows = severe.flatMap((p, index) => LOCATIONS.map((location) => `${index + 1}_${location},${1 - p},0,${p}`));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'submission.csv'), `row_id,normal_mild,moderate,severe\n${rows.join('\n')}\n`);
};

/** Writes a warning for each of these studies. */
export const writeWarnings = (folder: string, code: string, studyIds: readonly number[]): Promise<void> =>
  writeFile(
    join(folder, 'warnings.jsonl'),
    studyIds.map((id) => `${JSON.stringify({ study_id: String(id), code })}\n`).join(''),
  );

/** Writes a journal whose studies were completed in this order. */
export const writeJournal = (folder: string, studyIds: readonly number[]): Promise<void> =>
  writeFile(
    join(folder, 'journal.jsonl'),
    [
      { format: 'spinestream-journal-1', fingerprint: '1' },
      ...studyIds.map((id) => ({ studyId: String(id), input: '' })),
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
