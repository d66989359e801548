import { isOnnxConfig } from './external-onnx/onnx-config.ts';
import { onnxSource } from './external-onnx/onnx-source.ts';
import type { ModelSource } from './model-source.ts';
import { type RunFolder, type RunFolderConfig, readRunFolder, type Which } from './weights/run-folder.ts';
import { costOf, type NetworkCost } from './zoo/zoo-table.ts';
import { zooArchitectureOf, zooSource } from './zoo-source.ts';

export interface DescribedFold {
  readonly fold: number;
  /** SHA-256 of each existing file. */
  readonly best?: string;
  readonly last?: string;
  /** Numbers of studies, if the folder records them. */
  readonly train?: number;
  readonly validation?: number;
}

/** Description of a run folder, obtained without running it. */
export interface DescribedRunFolder {
  readonly path: string;
  readonly name: string;
  readonly architecture: ModelSource['description'];
  readonly input: RunFolderConfig['input'];
  readonly inputs: ModelSource['architecture']['inputs'];
  readonly outputs: ModelSource['architecture']['outputs'];
  readonly classes?: readonly string[];
  /** Undefined for a model that is a file. */
  readonly cost?: NetworkCost;
  readonly folds: readonly DescribedFold[];
  /** Origin of the weights. */
  readonly source?: Readonly<Record<string, unknown>>;
}

const hashOf = async (source: ModelSource, fold: number): Promise<string | undefined> =>
  source.folds.includes(fold) ? source.sha256Of(fold) : undefined;

const describedFolds = async (
  { splits = [] }: RunFolder,
  sources: Readonly<Partial<Record<Which, ModelSource>>>,
): Promise<readonly DescribedFold[]> => {
  const all = [...new Set(Object.values(sources).flatMap(({ folds }) => folds))].sort((a, b) => a - b);
  const described: DescribedFold[] = [];
  for (const fold of all) {
    const hashes = {
      best: sources.best && (await hashOf(sources.best, fold)),
      last: sources.last && (await hashOf(sources.last, fold)),
    };
    const split = splits.find((candidate) => candidate.fold === fold);
    described.push({
      fold,
      ...(hashes.best === undefined ? {} : { best: hashes.best }),
      ...(hashes.last === undefined ? {} : { last: hashes.last }),
      ...(split === undefined ? {} : { train: split.train.length, validation: split.validation.length }),
    });
  }
  return described;
};

/**
 * Describes a run folder without running it: network, input size, cost, and for each fold the SHA-256 of its weights and its numbers of studies.
 * @throws RUN_FOLDER_*, MODEL_*, SPLITS_INVALID, ONNX_*
 *
 * @example
 * import { describeRunFolder } from 'spinestream/models';
 *
 * const { architecture, cost, folds } = await describeRunFolder('weights/nano/nano_foraminal');
 * architecture.kind; // 'foraminal'
 * cost?.parameters; // 206067
 * folds.map(({ fold, validation }) => `fold ${fold}: ${validation} validation studies`); // ['fold 1: 60 validation studies']
 */
export const describeRunFolder = async (path: string): Promise<DescribedRunFolder> => {
  const folder = await readRunFolder(path);
  const isFile = isOnnxConfig(folder.config.architecture);
  const best = isFile ? onnxSource(folder) : zooSource(folder, 'best');
  const { name, input, classes, source } = folder.config;
  return {
    path,
    name,
    architecture: best.description,
    input,
    inputs: best.architecture.inputs,
    outputs: best.architecture.outputs,
    ...(classes === undefined ? {} : { classes }),
    ...(isFile ? {} : { cost: costOf(zooArchitectureOf(folder)) }),
    folds: await describedFolds(folder, isFile ? { best } : { best, last: zooSource(folder, 'last') }),
    ...(source === undefined ? {} : { source }),
  };
};
