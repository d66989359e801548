import { join } from 'node:path';
import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef, Warning } from '../domain/study.ts';
import { descriptionsMissing, studyMissing, studyNotDescribed } from './errors.ts';
import { byNumber, descriptionsOf, imagesIn, listStudies, namesOf } from './list-studies.ts';
import { readSeriesTable } from './series-table.ts';

/** A study to grade, or one of which is already known that it cannot be; with what was odd about it. */
export type SourceItem = (
  | { readonly study: StudyRef; readonly error?: undefined }
  | { readonly study: { readonly id: string }; readonly error: SpineError }
) & { readonly warnings?: readonly Warning[] };

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
  readonly itemsOf: (id: string) => Promise<readonly [SourceItem]>;
}

/**
 * Opens a folder of studies whose series are described in a file.
 * @throws SOURCE_FOLDER_MISSING, DESCRIPTIONS_MISSING, CSV_*
 */
export const openStudyFolder = async (options: StudyFolderOptions): Promise<StudyFolder> => {
  const images = imagesIn(options.root);
  const { descriptions, table, undescribed, refused } = await read(images, options);
  return {
    images,
    descriptions,
    studyIds: [...table.studyIds, ...undescribed],
    absent: table.others,
    itemsOf: async (id) => {
      const series = table.seriesOf(id);
      const unknown = undescribed.has(id) ? studyNotDescribed : studyMissing;
      const error = refused.get(id) ?? (series === undefined ? unknown(id, images) : undefined);
      if (error !== undefined || series === undefined) return [{ study: { id }, error: error ?? unknown(id, images) }];
      return [{ study: { id, series: series.map((one) => ({ ...one, folder: join(images, id, one.id) })) } }];
    },
  };
};

/** In a function of its own, for what is only needed here would live as long as the functions that are returned. */
const read = async (images: string, { root, followLinks = false, ...given }: StudyFolderOptions) => {
  const { names, refused } = await listStudies(images, followLinks);
  const descriptions = given.descriptions ?? descriptionsOf(root, images);
  if (descriptions === undefined) throw descriptionsMissing(root, namesOf(images));
  const table = await readSeriesTable(descriptions, (id) => names.has(id));
  const undescribed = new Set([...names].filter((id) => table.seriesOf(id) === undefined).sort(byNumber));
  return { descriptions, table, undescribed, refused };
};
