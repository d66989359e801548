import { LOCATIONS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import { truthRows } from '../../streams/truth-labels.ts';
import type { LabelledStudy } from '../metrics/index.ts';
import { labelTwice } from './errors.ts';

/** Reads the labels of every study of train.csv, in its order, by study. @throws CSV_*, LABEL_STUDY_TWICE */
export const labelledStudies = async (file: string): Promise<ReadonlyMap<string, LabelledStudy>> => {
  const studies = new Map<string, LabelledStudy>();
  for await (const { studyId, labels } of truthRows(file)) {
    if (studies.has(studyId)) throw labelTwice(studyId, { file });
    studies.set(studyId, { studyId, labels: LOCATIONS.map((location) => labels.get(location) ?? MISSING_LABEL) });
  }
  return studies;
};
