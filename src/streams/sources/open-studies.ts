import { join } from 'node:path';
import { type ReadBytes, readBytes } from '../../dicom/index.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import { studyMissing } from './errors.ts';
import { descriptionsIn, folderOfStudies, listStudies, placeOfStudies } from './list-studies.ts';
import { resultsAmong, resultsLeftOut } from './results-among.ts';
import { describedStudies, type StudyFolder, type StudyFolderOptions, type StudyItem } from './study-folder.ts';
import { contentsOf, studyItems } from './study-items.ts';

/** A snapshot of a folder of studies, with or without a table that describes their series. */
export interface Studies extends Pick<StudyFolder, 'images' | 'studyIds' | 'allIds' | 'absent' | 'notes'> {
  /** The descriptions file; undefined if headers determine the kinds of series. */
  readonly descriptions: string | undefined;
  /**
   * The study of that id, with an error if it cannot be graded. If its folder contains several, returns all, the newest
   * first, with ids `<folder>/<8 hex digits>`; such an id returns that study only. Without descriptions, reads the
   * headers of all its files.
   */
  readonly itemsOf: (id: string) => Promise<readonly StudyItem[]>;
}

/** Pattern of the id of one of several studies in a folder. */
const ONE_OF_SEVERAL = /^(?<folder>[^/]+)\/[0-9a-f]{8}$/;

/**
 * Opens a folder of studies. Without a descriptions file, finds each study's series and their kinds by headers when the
 * study is requested.
 * @param read  reads the bytes of a file of the folder
 * @throws SOURCE_FOLDER_MISSING, STUDIES_ARE_RESULTS, CSV_*
 *
 * @example
 * import { openStudies } from 'spinestream';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const { studyIds, itemsOf } = await openStudies({ root: 'studies' });
 * studyIds; // ['1', '2', '3']
 * (await itemsOf('4'))[0]?.error?.code; // 'STUDY_MISSING'
 */
export const openStudies = async (given: StudyFolderOptions, read: ReadBytes = readBytes): Promise<Studies> => {
  const options = { ...given, root: folderOfStudies(given.root) };
  const place = await placeOfStudies(options, read);
  const { images, only } = place;
  const descriptions = options.descriptions ?? descriptionsIn(place, options.root);
  if (descriptions !== undefined) return describedStudies(place, { ...options, descriptions }, read);
  const { names: listed, refused } = await listStudies(place, options.followLinks);
  const { wants } = options;
  const looked = wants === undefined ? listed : new Set([...listed].filter(wants));
  const results = only === undefined ? await resultsAmong(images, looked, options.out) : [];
  const left = new Set(results);
  const names = new Set([...listed].filter((name) => !left.has(name)));
  const studyIds = [...looked].filter((name) => !left.has(name)).sort(compareIds);
  const inFolder = async (name: string): Promise<readonly StudyItem[]> => {
    const error = names.has(name) ? refused.get(name) : studyMissing(name, images);
    if (error !== undefined) return [{ study: { id: name }, error }];
    try {
      const folder = join(images, name);
      return studyItems(name, folder, await contentsOf(name, folder, read));
    } catch (error) {
      return [{ study: { id: name }, error: asSpineError(error, { studyId: name }) }];
    }
  };
  return {
    images,
    descriptions: undefined,
    studyIds,
    allIds: wants === undefined ? studyIds : [...listed], // includes results folders, which other shards do not recognise
    absent: 0,
    notes: [...place.notes, ...resultsLeftOut(results)],
    itemsOf: async (id) => {
      const folder = ONE_OF_SEVERAL.exec(id)?.groups?.folder;
      if (folder === undefined) return inFolder(id);
      const one = (await inFolder(folder)).find(({ study }) => study.id === id);
      return [one ?? { study: { id }, error: studyMissing(id, images) }];
    },
  };
};
