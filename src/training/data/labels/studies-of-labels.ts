import type { StudyRef } from '../../../domain/study.ts';
import type { Studies } from '../../../streams/sources/open-studies.ts';
import { labelStudiesUnknown } from '../errors.ts';
import { mapInOrder } from '../map-in-order.ts';
import type { Labels } from './study-labels.ts';

/** Number of studies whose headers are read concurrently, without series descriptions. */
const READERS = 4;

/**
 * The labelled studies of a folder, by id. Reads no pixels.
 * @throws LABEL_STUDIES_UNKNOWN for labels without a study, and errors of a labelled study's folder
 */
export const studiesOfLabels = async (labels: Labels, folder: Studies): Promise<ReadonlyMap<string, StudyRef>> => {
  const here = new Set(folder.studyIds);
  const absent = [...labels.keys()].filter((studyId) => !here.has(studyId));
  if (absent.length > 0)
    throw labelStudiesUnknown(absent, 'are labelled but have no pictures', { file: folder.images });
  const studies = new Map<string, StudyRef>();
  for await (const items of mapInOrder(labels.keys(), READERS, folder.itemsOf)) {
    for (const { study, error } of items) {
      if (error !== undefined) throw error.at({ studyId: study.id });
      studies.set(study.id, study);
    }
  }
  return studies;
};
