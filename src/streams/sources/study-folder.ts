import { join } from 'node:path';
import type { StudyItem } from '../../core/study-item.ts';
import { type ReadBytes, readBytes } from '../../dicom/index.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import type { Warning } from '../../domain/study.ts';
import { describedStudy } from './described-study.ts';
import { descriptionsMissing, studyMissing, studyNotDescribed } from './errors.ts';
import {
  descriptionsIn,
  descriptionsNames,
  folderOfStudies,
  listStudies,
  placeOfStudies,
  type StudyPlace,
} from './list-studies.ts';
import { resultsAmong, resultsLeftOut } from './results-among.ts';
import { readSeriesTable } from './series-table.ts';

export type { StudyItem };

export interface StudyFolderOptions {
  /** A challenge folder (with train_images or test_images), or the folder of studies itself. */
  readonly root: string;
  /** The series descriptions; default: found in or next to `root`. */
  readonly descriptions?: string | undefined;
  /** Whether studies may be links to folders elsewhere. */
  readonly followLinks?: boolean | undefined;
  /** Whether the folder is a single study, or contains studies; detected by default. */
  readonly oneStudy?: boolean | undefined;
  /** Destination of results, which is not a study if it is among them. */
  readonly out?: string | undefined;
  /** Whether this run grades a study; others are not read. */
  readonly wants?: ((id: string) => boolean) | undefined;
}

/** A snapshot of a folder of studies, whose contents are unread. */
export interface StudyFolder {
  readonly images: string;
  readonly descriptions: string;
  /**
   * Ids of the requested studies, in the order of the descriptions file, followed by those that it lacks in natural
   * order.
   */
  readonly studyIds: readonly string[];
  /** In any order, including studies that are not requested. */
  readonly allIds: readonly string[];
  /** Described studies without a folder. */
  readonly absent: number;
  /** Warnings about the folder as a whole. */
  readonly notes?: readonly Warning[];
  /** The study of that id; with an error if it is missing, not described, or outside the folder. */
  readonly itemsOf: (id: string) => Promise<readonly [StudyItem]>;
}

/**
 * Opens a folder of studies whose series are described in a file, as in the challenge's layout.
 * @param read  reads the bytes of a file of the folder
 * @throws SOURCE_FOLDER_MISSING, STUDIES_ARE_RESULTS, DESCRIPTIONS_MISSING, CSV_*
 *
 * @example
 * import { openStudyFolder } from 'spinestream';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const { descriptions, studyIds } = await openStudyFolder({ root: 'studies' });
 * descriptions; // 'studies/train_series_descriptions.csv'
 * studyIds; // ['1', '2', '3']
 */
export const openStudyFolder = async (given: StudyFolderOptions, read: ReadBytes = readBytes): Promise<StudyFolder> => {
  const options = { ...given, root: folderOfStudies(given.root) };
  const place = await placeOfStudies(options, read);
  const descriptions = options.descriptions ?? descriptionsIn(place, options.root);
  if (descriptions === undefined) {
    await listStudies(place, options.followLinks); // report a missing folder first
    throw descriptionsMissing(options.root, descriptionsNames(place.images));
  }
  return describedStudies(place, { ...options, descriptions }, read);
};

type Described = Pick<StudyFolderOptions, 'followLinks' | 'out' | 'wants'> & { readonly descriptions: string };

/** The studies of a location, according to a file. @throws SOURCE_FOLDER_MISSING, CSV_* */
export const describedStudies = async (
  place: StudyPlace,
  options: Described,
  read: ReadBytes,
): Promise<StudyFolder> => {
  const { images } = place;
  const { table, undescribed, refused, notes, studyIds, allIds } = await listed(place, options);
  return {
    images,
    descriptions: options.descriptions,
    studyIds,
    allIds,
    absent: place.only === undefined ? table.others : 0,
    notes,
    itemsOf: async (id) => {
      const rows = table.rows.get(id);
      const refusal = refused.get(id);
      if (rows === undefined || refusal !== undefined) {
        const unknown = undescribed.has(id) ? studyNotDescribed : studyMissing;
        return [{ study: { id }, error: refusal ?? unknown(id, images) }];
      }
      const study = { id, folder: join(images, id) };
      return [await describedStudy(study, { rows, repeated: table.repeated.get(id) ?? [] }, read)];
    },
  };
};

/** A separate function, since its temporary data would otherwise live as long as the returned closures. */
const listed = async (place: StudyPlace, { followLinks, out, wants, descriptions }: Described) => {
  const { images } = place;
  const { names, refused } = await listStudies(place, followLinks);
  const table = await readSeriesTable(descriptions, (id) => names.has(id));
  const undescribed = new Set([...names].filter((id) => !table.rows.has(id)).sort(compareIds));
  const described = [...table.rows.keys()];
  const all = [...described, ...undescribed];
  const looked = wants === undefined ? undescribed : new Set([...undescribed].filter(wants));
  const results = place.only === undefined ? await resultsAmong(images, looked, out) : [];
  for (const name of results) undescribed.delete(name);
  const studyIds =
    wants === undefined
      ? [...described, ...undescribed]
      : [...described.filter(wants), ...looked].filter((id) => !results.includes(id));
  const notes = [...place.notes, ...resultsLeftOut(results)];
  return { table, undescribed, refused, notes, studyIds, allIds: wants === undefined ? studyIds : all };
};
