import { join } from 'node:path';
import { type ReadBytes, readBytes } from '../dicom/index.ts';
import { studyMissing, studyUnreadable } from './errors.ts';
import { byNumber, descriptionsOf, imagesIn, listStudies } from './list-studies.ts';
import { openStudyFolder, type SourceItem, type StudyFolder, type StudyFolderOptions } from './study-folder.ts';
import { contentsOf, studyItems } from './study-items.ts';

/** A folder of studies as it was when it was opened, whether somebody described their series or nobody did. */
export interface Studies extends Pick<StudyFolder, 'images' | 'studyIds' | 'absent'> {
  /** The descriptions file; undefined where kinds of series are told by their headers. */
  readonly descriptions: string | undefined;
  /**
   * The study of that id, with an error where it cannot be graded; several where its folder holds several, which are called `<folder>/1`,
   * `<folder>/2` and so on, the newest first. Such a name gives that one. Without descriptions the headers of all its files are read.
   */
  readonly itemsOf: (id: string) => Promise<readonly SourceItem[]>;
}

/** `<folder>/<n>`, as one of several studies in a folder is called. */
const ONE_OF_SEVERAL = /^(?<folder>[^/]+)\/\d+$/;

/**
 * Opens a folder of studies. Where there is no descriptions file, each study's series are found in its folder and their kinds told by
 * their headers, when its turn comes.
 * @throws SOURCE_FOLDER_MISSING, CSV_*
 */
export const openStudies = async (options: StudyFolderOptions, read: ReadBytes = readBytes): Promise<Studies> => {
  const { root, followLinks = false } = options;
  const images = imagesIn(root);
  if ((options.descriptions ?? descriptionsOf(root, images)) !== undefined) return openStudyFolder(options);
  const { names, refused } = await listStudies(images, followLinks);
  const inFolder = async (name: string): Promise<readonly SourceItem[]> => {
    const error = names.has(name) ? refused.get(name) : studyMissing(name, images);
    if (error !== undefined) return [{ study: { id: name }, error }];
    try {
      const folder = join(images, name);
      return studyItems(name, folder, await contentsOf(folder, read));
    } catch (cause) {
      return [{ study: { id: name }, error: studyUnreadable(name, cause) }];
    }
  };
  return {
    images,
    descriptions: undefined,
    studyIds: [...names].sort(byNumber),
    absent: 0,
    itemsOf: async (id) => {
      const folder = ONE_OF_SEVERAL.exec(id)?.groups?.folder;
      if (folder === undefined) return inFolder(id);
      const one = (await inFolder(folder)).find(({ study }) => study.id === id);
      return [one ?? { study: { id }, error: studyMissing(id, images) }];
    },
  };
};
