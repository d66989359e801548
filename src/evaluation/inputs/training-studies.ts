import { readRunFolder } from '../../models/weights/run-folder.ts';
import { localFolder } from '../../storage/model-cache.ts';
import type { RunRecord } from './run-record.ts';

/** Studies that any fold of a run's models was trained on, by their tables of folds; reads no weights. @throws RUN_FOLDER_*, SPLITS_INVALID */
export const trainingStudies = async ({ pipeline }: RunRecord): Promise<ReadonlySet<string>> => {
  const studies = new Set<string>();
  for (const { path } of pipeline.definition.models) {
    const { splits = [] } = await readRunFolder(await localFolder(path));
    for (const { train } of splits) for (const studyId of train) studies.add(studyId);
  }
  return studies;
};
