import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpineError } from '../domain/spine-error.ts';
import type { SeriesRef, StudyRef } from '../domain/study.ts';
import { SERIES_KINDS, type SeriesKind } from '../domain/vocabulary.ts';
import { csvRows } from './csv-table.ts';
import {
  csvValueUnexpected,
  descriptionsMissing,
  sourceEmpty,
  sourceFolderMissing,
  studyNotDescribed,
} from './errors.ts';

/** A study to grade, or one of which is already known that it cannot be. */
export type SourceItem =
  | { readonly study: StudyRef; readonly error?: undefined }
  | { readonly study: { readonly id: string }; readonly error: SpineError };

export interface StudyFolderOptions {
  /** A challenge folder (train_images or test_images inside), or the folder of studies itself. */
  readonly root: string;
  /** The series descriptions; found in `root` or beside it when not given. */
  readonly descriptions?: string | undefined;
}

/** Where things are, after looking. */
export interface StudyFolder {
  readonly images: string;
  readonly descriptions: string;
  /** Ids in the order of the descriptions file; those that it lacks come last, in natural order. */
  readonly studyIds: readonly string[];
  /** Described studies without a folder. */
  readonly absent: number;
  readonly items: () => AsyncGenerator<SourceItem>;
}

const PHASES = ['train', 'test'] as const;
const COLUMNS = ['study_id', 'series_id', 'series_description'] as const;

/**
 * Opens a folder of studies in the challenge's layout. The descriptions are read once; nothing of the studies is.
 * @throws SOURCE_FOLDER_MISSING, DESCRIPTIONS_MISSING, SOURCE_EMPTY, CSV_*
 */
export const openStudyFolder = async (options: StudyFolderOptions): Promise<StudyFolder> => {
  const images = PHASES.map((phase) => join(options.root, `${phase}_images`)).find(existsSync) ?? options.root;
  const folders = await subfolders(images);
  const descriptions = options.descriptions ?? findDescriptions(options.root, images);
  const described = await describedSeries(descriptions, images);
  const present = [...described.keys()].filter((id) => folders.has(id));
  const undescribed = [...folders]
    .filter((id) => !described.has(id))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (present.length === 0) throw sourceEmpty(images);
  const itemOf = (id: string): SourceItem => {
    const series = described.get(id);
    return series === undefined ? { study: { id }, error: studyNotDescribed(id) } : { study: { id, series } };
  };
  const studyIds = [...present, ...undescribed];
  return {
    images,
    descriptions,
    studyIds,
    absent: described.size - present.length,
    items: async function* () {
      for (const id of studyIds) yield itemOf(id);
    },
  };
};

const subfolders = async (folder: string): Promise<ReadonlySet<string>> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  } catch (cause) {
    throw sourceFolderMissing(folder, cause);
  }
};

const findDescriptions = (root: string, images: string): string => {
  const phases = images.endsWith('test_images') ? [...PHASES].reverse() : PHASES;
  const names = phases.map((phase) => `${phase}_series_descriptions.csv`);
  const found = [root, join(root, '..')].flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  if (found === undefined) throw descriptionsMissing(root, names);
  return found;
};

const isSeriesKind = (text: string): text is SeriesKind => SERIES_KINDS.some((kind) => kind === text);

const describedSeries = async (file: string, images: string): Promise<ReadonlyMap<string, readonly SeriesRef[]>> => {
  const studies = new Map<string, SeriesRef[]>();
  for await (const { line, values } of csvRows(file, COLUMNS)) {
    const { study_id = '', series_id: id = '', series_description: kind = '' } = values;
    if (!isSeriesKind(kind))
      throw csvValueUnexpected({ file, line }, 'series_description', kind, `one of ${SERIES_KINDS.join(', ')}`);
    const series = studies.get(study_id) ?? [];
    series.push({ id, kind, folder: join(images, study_id, id) });
    studies.set(study_id, series);
  }
  return studies;
};
