import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SpineError } from '../domain/spine-error.ts';
import type { SeriesRef, StudyRef } from '../domain/study.ts';
import { SERIES_KINDS } from '../domain/vocabulary.ts';
import { csvRows } from './csv-table.ts';
import {
  csvValueUnexpected,
  descriptionsMissing,
  sourceFolderMissing,
  studyMissing,
  studyNotDescribed,
  studyOutsideRoot,
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
  /** Studies may be links to folders elsewhere. */
  readonly followLinks?: boolean | undefined;
}

/** A folder of studies as it was when it was opened. Nothing of the studies themselves has been read. */
export interface StudyFolder {
  readonly images: string;
  readonly descriptions: string;
  /** Ids in the order of the descriptions file; those that it lacks come last, in natural order. */
  readonly studyIds: readonly string[];
  /** Described studies without a folder. */
  readonly absent: number;
  /** The study of that id; with an error where it is not there, not described, or outside the folder. */
  readonly itemOf: (id: string) => SourceItem;
}

const PHASES = ['train', 'test'] as const;
const COLUMNS = ['study_id', 'series_id', 'series_description'] as const;

/**
 * Opens a folder of studies in the challenge's layout.
 * @throws SOURCE_FOLDER_MISSING, DESCRIPTIONS_MISSING, CSV_*
 */
export const openStudyFolder = async (options: StudyFolderOptions): Promise<StudyFolder> => {
  const { root, followLinks = false } = options;
  const images = PHASES.map((phase) => join(root, `${phase}_images`)).find(existsSync) ?? root;
  const folders = await studyFolders(images, followLinks);
  const descriptions = options.descriptions ?? findDescriptions(root, images);
  const described = await describedSeries(descriptions);
  const present = [...described.keys()].filter((id) => folders.has(id));
  const undescribed = [...folders.keys()].filter((id) => !described.has(id)).sort(byNumber);
  return {
    images,
    descriptions,
    studyIds: [...present, ...undescribed],
    absent: described.size - present.length,
    itemOf: (id) => {
      const series = described.get(id);
      const error = folders.has(id) ? folders.get(id) : studyMissing(id, images);
      if (error !== undefined) return { study: { id }, error };
      if (series === undefined) return { study: { id }, error: studyNotDescribed(id) };
      return { study: { id, series: series.map((one) => ({ ...one, folder: join(images, id, one.id) })) } };
    },
  };
};

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** The folders of studies by name, each with what forbids to read it. */
const studyFolders = async (
  images: string,
  followLinks: boolean,
): Promise<ReadonlyMap<string, SpineError | undefined>> => {
  try {
    const root = await realpath(images);
    const entries = await readdir(images, { withFileTypes: true });
    const folders = new Map<string, SpineError | undefined>();
    for (const entry of entries) {
      if (entry.isDirectory()) folders.set(entry.name, undefined);
      else if (entry.isSymbolicLink()) {
        const target = await realpath(join(images, entry.name)).catch(() => undefined);
        const inside = target?.startsWith(root + sep) ?? false;
        folders.set(entry.name, inside || followLinks ? undefined : studyOutsideRoot(entry.name));
      }
    }
    return folders;
  } catch (cause) {
    throw sourceFolderMissing(images, cause);
  }
};

const findDescriptions = (root: string, images: string): string => {
  const phases = images.endsWith('test_images') ? [...PHASES].reverse() : PHASES;
  const names = phases.map((phase) => `${phase}_series_descriptions.csv`);
  const found = [root, join(root, '..')].flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  if (found === undefined) throw descriptionsMissing(root, names);
  return found;
};

/** Whether an id can name a folder below another one, and nothing else. */
const isPlainName = (id: string): boolean => id !== '' && id !== '.' && id !== '..' && !/[/\\\0]/.test(id);

/** Of a study that waits no more is kept than has to be: there may be very many, and their number is not to show in the memory. */
type DescribedSeries = Omit<SeriesRef, 'folder'>;

const describedSeries = async (file: string): Promise<ReadonlyMap<string, readonly DescribedSeries[]>> => {
  const studies = new Map<string, DescribedSeries[]>();
  for await (const { line, values } of csvRows(file, COLUMNS)) {
    const { study_id: studyId = '', series_id: id = '', series_description: description = '' } = values;
    const where = { file, line };
    if (!isPlainName(studyId)) throw csvValueUnexpected(where, 'study_id', studyId, 'the plain name of a folder');
    if (!isPlainName(id)) throw csvValueUnexpected(where, 'series_id', id, 'the plain name of a folder');
    const kind = SERIES_KINDS.find((known) => known === description);
    if (kind === undefined)
      throw csvValueUnexpected(where, 'series_description', description, `one of ${SERIES_KINDS.join(', ')}`);
    const series = studies.get(studyId) ?? [];
    series.push({ id, kind });
    studies.set(studyId, series);
  }
  return studies;
};
