import { isOnnxConfig } from '../external-onnx/onnx-config.ts';
import type { Int8Choice } from '../quantise/int8-networks.ts';
import type { Which } from '../weights/fold-files.ts';
import type { RunFolder } from '../weights/run-folder.ts';
import { isRegionKind } from '../zoo/region-kinds.ts';
import { readFeatures, type StoredFeatures } from './feature-record.ts';

/**
 * Reads the features that a run folder records of some folds; undefined unless all of them have some, since folds
 * without cannot be compared.
 * @throws FEATURES_INVALID, FEATURES_STALE
 */
export const featuresOfFolds = async (
  folder: string,
  which: Which,
  folds: readonly { readonly fold: number; readonly sha256: string }[],
): Promise<ReadonlyMap<number, StoredFeatures> | undefined> => {
  const stored = new Map<number, StoredFeatures>();
  for (const { fold, sha256 } of folds) {
    const found = await readFeatures(folder, { fold, which, sha256 });
    if (found === undefined) return undefined;
    stored.set(fold, found);
  }
  return stored;
};

/** Whether the networks can compute features: those of files and int8 networks cannot. */
export const givesFeatures = ({ config: { architecture } }: RunFolder, choices: readonly Int8Choice[]): boolean =>
  isRegionKind(architecture.kind) && !isOnnxConfig(architecture) && !choices.some((choice) => 'path' in choice);
