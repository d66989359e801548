import { LOCATIONS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import { truthRows } from '../../streams/truth-labels.ts';
import type { LabelledStudy } from '../metrics/index.ts';
import { labelTwice } from './errors.ts';

/** Streams the labels of the studies of train.csv. @throws CSV_* */
export async function* labelRows(file: string): AsyncGenerator<LabelledStudy> {
  for await (const { studyId, labels } of truthRows(file))
    yield { studyId, labels: LOCATIONS.map((location) => labels.get(location) ?? MISSING_LABEL) };
}

/** Reads the labels of every study of train.csv, in its order, by study. @throws CSV_*, LABEL_STUDY_TWICE */
export const labelledStudies = async (file: string): Promise<ReadonlyMap<string, LabelledStudy>> => {
  const studies = new Map<string, LabelledStudy>();
  for await (const study of labelRows(file)) {
    if (studies.has(study.studyId)) throw labelTwice(study.studyId, { file });
    studies.set(study.studyId, study);
  }
  return studies;
};
