import type { StudyRef } from '../../../domain/study.ts';
import { locationOf } from '../../../domain/vocabulary.ts';
import { coordinateSeriesUnknown } from '../errors.ts';
import type { Labels } from './study-labels.ts';

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
