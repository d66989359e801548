import { join } from 'node:path';
import { type ReadBytes, readBytes } from '../dicom/index.ts';
import { studyMissing, studyUnreadable, studyWithoutSeries } from './errors.ts';
import { byNumber, descriptionsOf, imagesIn, listStudies } from './list-studies.ts';
import { seriesByHeader } from './series-by-header.ts';
import { openStudyFolder, type SourceItem, type StudyFolder, type StudyFolderOptions } from './study-folder.ts';

/** A folder of studies as it was when it was opened, whether somebody described their series or nobody did. */
export interface Studies extends Pick<StudyFolder, 'images' | 'studyIds' | 'absent'> {
  /** The descriptions file; undefined where kinds of series are told by their headers. */
  readonly descriptions: string | undefined;
  /** The study of that id; without descriptions the headers of all its slices are read. */
  readonly itemOf: (id: string) => SourceItem | Promise<SourceItem>;
}

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
  return {
    images,
    descriptions: undefined,
    studyIds: [...names].sort(byNumber),
    absent: 0,
    itemOf: async (id) => {
      const error = names.has(id) ? refused.get(id) : studyMissing(id, images);
      if (error !== undefined) return { study: { id }, error };
      try {
        const { series, warnings } = await seriesByHeader(join(images, id), read);
        if (series.length > 0) return { study: { id, series }, warnings };
        return { study: { id }, error: studyWithoutSeries(id, warnings), warnings };
      } catch (cause) {
        return { study: { id }, error: studyUnreadable(id, cause) };
      }
    },
  };
};
