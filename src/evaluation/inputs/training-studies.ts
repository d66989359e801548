import { readRunFolder } from '../../models/weights/run-folder.ts';
import type { Split } from '../../models/weights/splits.ts';
import { localFolder } from '../../storage/model-cache.ts';
import type { RunRecord } from './run-record.ts';

/** A model of a run, with the folds of its training, if recorded. */
export interface TrainedModel {
  readonly name: string;
  readonly path: string;
  readonly splits: readonly Split[];
}

/** A run's models, by their tables of folds; reads no weights. @throws RUN_FOLDER_*, SPLITS_INVALID */
export const trainedModels = ({ pipeline }: RunRecord): Promise<readonly TrainedModel[]> =>
  Promise.all(
    pipeline.definition.models.map(async ({ name, path }) => {
      const { splits = [] } = await readRunFolder(await localFolder(path));
      return { name, path, splits };
    }),
  );

/** Studies that any fold of a run's models was trained on. @throws RUN_FOLDER_*, SPLITS_INVALID */
export const trainingStudies = async (record: RunRecord): Promise<ReadonlySet<string>> =>
  new Set((await trainedModels(record)).flatMap(({ splits }) => splits.flatMap(({ train }) => train)));
