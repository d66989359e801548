import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asSpineError } from '../domain/spine-error.ts';
import type { ModelSource } from './model-source.ts';
import { sha256OfFile } from './sha256-of-file.ts';
import { foldFile } from './weights/fold-files.ts';
import { loadFold, type RunFolder, type Which } from './weights/run-folder.ts';
import { type Architecture, type ArchitectureOptions, architectureOf } from './zoo/architecture.ts';
import { parseArchitecture } from './zoo/parse-architecture.ts';

/** `features`: region networks also give the input of their last layer. */
export type ZooOptions = Pick<ArchitectureOptions, 'features'>;

/** Returns the zoo network that a run folder holds weights of. @throws MODEL_* */
export const zooArchitectureOf = ({ path, config }: RunFolder, o: ZooOptions = {}): Architecture => {
  try {
    return architectureOf(parseArchitecture(config.architecture), { ...config.input, ...o });
  } catch (error) {
    throw asSpineError(error, { file: join(path, 'config.json') });
  }
};

/** Opens a run folder with weights of a zoo network. @throws MODEL_* */
export const zooSource = (folder: RunFolder, which: Which, o: ZooOptions = {}): ModelSource => {
  const architecture = zooArchitectureOf(folder, o);
  const fileOf = (fold: number): string => join(folder.path, foldFile(fold, which));
  return {
    architecture,
    description: { ...architecture.config },
    folds: folder.folds.filter((files) => files[which]).map(({ fold }) => fold),
    sha256Of: (fold) => sha256OfFile(fileOf(fold)),
    bytesOf: async (fold) => (await stat(fileOf(fold))).size,
    load: async (fold, { name, runtime, lean }) => {
      const weights = await loadFold(folder, fold, which);
      try {
        return await runtime.load({ name, architecture, weights, transfer: true, lean });
      } catch (error) {
        throw asSpineError(error, { file: fileOf(fold) });
      }
    },
  };
};
