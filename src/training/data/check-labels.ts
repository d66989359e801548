import { locationOf } from '../../domain/vocabulary.ts';
import type { StudyFolder } from '../../streams/study-folder.ts';
import { coordinateSeriesUnknown, labelStudiesUnknown } from './errors.ts';
import type { Labels } from './study-labels.ts';

/**
 * Refuses labels that name studies or series which the folder does not have. Pictures are not opened.
 * @throws LABEL_STUDIES_UNKNOWN, LABEL_SERIES_UNKNOWN, and what is wrong with a labelled study's folder
 */
export const checkLabels = (labels: Labels, folder: StudyFolder): void => {
  const here = new Set(folder.studyIds);
  const absent = [...labels.keys()].filter((studyId) => !here.has(studyId));
  if (absent.length > 0)
    throw labelStudiesUnknown(absent, 'are labelled but have no pictures', { file: folder.images });
  for (const [studyId, { coordinates }] of labels) {
    const { study, error } = folder.itemOf(studyId);
    if (error !== undefined) throw error.at({ studyId });
    const known = new Set(study.series.map(({ id }) => id));
    const wrong = coordinates.find(({ seriesId }) => !known.has(seriesId));
    if (wrong !== undefined)
      throw coordinateSeriesUnknown(locationOf(wrong.condition, wrong.level), { studyId, seriesId: wrong.seriesId });
  }
};
