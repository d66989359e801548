import { join } from 'node:path';
import { splitsForeign } from './errors.ts';
import { foldFile } from './weights/fold-files.ts';
import type { RunFolder, Which } from './weights/run-folder.ts';
import { readSafetensorsMetadata } from './weights/safetensors/safetensors.ts';
import { studySetHash, TRAIN_STUDIES_HASH } from './weights/study-set-hash.ts';

/**
 * Refuses a table of folds other than the one that the weights were trained by, which would cause data leakage. Weights from elsewhere do not record
 * their training studies; for them, the table is trusted.
 * @throws SPLITS_FOREIGN
 */
export const checkSplits = async ({ path, folds, splits = [] }: RunFolder, which: Which): Promise<void> => {
  for (const { fold, train } of splits) {
    if (folds.find((files) => files.fold === fold)?.[which] !== true) continue;
    const hash = (await readSafetensorsMetadata(join(path, foldFile(fold, which))))[TRAIN_STUDIES_HASH];
    if (hash !== undefined && hash !== studySetHash(train))
      throw splitsForeign(fold, { file: join(path, 'splits.csv') });
  }
};
