import { readRunFolder } from '../../models/weights/run-folder.ts';
import { localFolder } from '../../storage/model-cache.ts';
import type { RunRecord } from './run-record.ts';

/** A run's models with the folds of their training, if recorded; reads no weights. @throws RUN_FOLDER_*, SPLITS_INVALID */
export const trainedModels = ({ pipeline }: RunRecord) =>
  Promise.all(
    pipeline.definition.models.map(async ({ name, path }) => {
      const { splits = [] } = await readRunFolder(await localFolder(path));
      return { name, path, splits };
    }),
  );

/** Studies that any fold of a run's models was trained on. @throws RUN_FOLDER_*, SPLITS_INVALID */
export const trainingStudies = async (record: RunRecord): Promise<ReadonlySet<string>> =>
  new Set((await trainedModels(record)).flatMap(({ splits }) => splits.flatMap(({ train }) => train)));
