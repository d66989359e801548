import { join } from 'node:path';
import { splitsForeign } from './errors.ts';
import { foldFile } from './weights/fold-files.ts';
import { readSafetensorsMetadata } from './weights/read-safetensors.ts';
import type { RunFolder, Which } from './weights/run-folder.ts';
import { studySetHash, TRAIN_STUDIES_HASH } from './weights/study-set-hash.ts';

/**
 * Refuses a table of folds that is not the one that the weights were trained by: it would let a model grade studies that it has seen.
 * Weights from elsewhere do not say what they were trained on; there the table is believed.
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
