import type { StudyRef } from '../../../domain/study.ts';
import { locationOf } from '../../../domain/vocabulary.ts';
import type { Studies } from '../../../streams/sources/open-studies.ts';
import { coordinateSeriesUnknown, labelStudiesUnknown } from '../errors.ts';
import { mapInOrder } from '../in-order.ts';
import type { Labels } from './study-labels.ts';

/** Number of studies whose headers are read concurrently, without series descriptions. */
const READERS = 4;

/** Studies of a folder, in the order of their ids. Reads no pixels. @throws errors of a study's folder */
export async function* studiesIn({ itemsOf }: Studies, ids: Iterable<string>): AsyncGenerator<StudyRef> {
  for await (const items of mapInOrder(ids, READERS, itemsOf))
    for (const { study, error } of items) {
      if (error !== undefined) throw error.at({ studyId: study.id });
      yield study;
    }
}

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
  for await (const study of studiesIn(folder, labels.keys())) studies.set(study.id, study);
  return studies;
};

/**
 * Refuses labels with series that their study lacks.
 * @param studies  one for each label
 * @throws LABEL_SERIES_UNKNOWN
 */
export const checkLabels = (labels: Labels, studies: ReadonlyMap<string, StudyRef>): void => {
  for (const [studyId, { coordinates }] of labels) {
    const known = new Set(studies.get(studyId)?.series.map(({ id }) => id));
    const wrong = coordinates.find(({ seriesId }) => !known.has(seriesId));
    if (wrong !== undefined)
      throw coordinateSeriesUnknown(locationOf(wrong.condition, wrong.level), { studyId, seriesId: wrong.seriesId });
  }
};
