import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { asSpineError, SpineError } from '../../domain/spine-error.ts';
import type { EntryOptions, ReadEntry } from './choose-entry.ts';
import { originalFoldsMissing, originalNamesAmbiguous, runFolderNoConfig } from './errors.ts';
import { requireFinite } from './finite-weights.ts';
import type { Which } from './fold-files.ts';
import { importOriginalConfig } from './original-config.ts';
import { readEntry } from './read-weights.ts';
import {
  type FoldWeights,
  type ImageNetworkConfig,
  type RunFolder,
  type RunFolderConfigInput,
  readRunFolder,
  writeRunFolder,
} from './run-folder.ts';
import { readSplits } from './splits.ts';
import type { StateDict } from './state-dict.ts';

export interface ImportOptions {
  /** The run folder to create. */
  readonly into: string;
  /** Default: the name of the source. */
  readonly name?: string;
  /** Folds to import; default: all that the run trained. */
  readonly folds?: readonly number[];
  /** Throws if weights do not fit the configuration. */
  readonly check?: (config: RunFolderConfigInput, weights: StateDict) => void;
  /** Names of the weights that a configuration's network requires. */
  readonly wanted?: (config: RunFolderConfigInput) => ReadonlySet<string>;
  /** Entry of each file, by its name there, e.g. `model_ema`. */
  readonly entry?: string | undefined;
  /** Called with a summary of the weights read from each file. */
  readonly onEntry?: (file: string, entry: ReadEntry) => void;
  /** Called after each file. */
  readonly onProgress?: (file: string, done: number, total: number) => void;
  /** Checked between files; an aborted import leaves nothing. */
  readonly signal?: AbortSignal;
  /** Whether to replace an existing folder. */
  readonly overwrite?: boolean;
}

interface CheckpointFile {
  readonly path: string;
  readonly fold: number;
  readonly which: Which;
}

const CHECKPOINT = /^(.*)-cv([1-9]\d*)(_best)?\.pt$/;

const checkpointsIn = (folder: string, files: readonly string[]): readonly CheckpointFile[] => {
  const found = files.flatMap((file) => {
    const [, run, fold, best] = CHECKPOINT.exec(file) ?? [];
    if (run === undefined) return [];
    const which: Which = best === undefined ? 'last' : 'best';
    return [{ run, path: join(folder, file), fold: Number(fold), which }];
  });
  const runs = [...new Set(found.map(({ run }) => run))];
  if (runs.length > 1) throw originalNamesAmbiguous(runs);
  return found.sort((a, b) => a.fold - b.fold || a.which.localeCompare(b.which));
};

const chosen = (
  found: readonly CheckpointFile[],
  wanted: readonly number[] | undefined,
  trained: readonly number[] | undefined,
): readonly CheckpointFile[] => {
  const folds = [...new Set(found.map(({ fold }) => fold))];
  const missing = (wanted ?? trained ?? [folds[0] ?? 1]).filter((fold) => !folds.includes(fold));
  if (missing.length > 0) throw originalFoldsMissing(missing, folds, wanted !== undefined);
  return wanted === undefined ? found : found.filter(({ fold }) => wanted.includes(fold));
};

const entryOf = async (path: string, options: EntryOptions): Promise<ReadEntry> => {
  try {
    return await readEntry(path, options);
  } catch (error) {
    throw asSpineError(error, { file: path });
  }
};

/** Yields checkpoints lazily: each is read only when the one before has been written. */
async function* converted(
  files: readonly CheckpointFile[],
  config: RunFolderConfigInput,
  { check, wanted, entry, onEntry, onProgress, signal }: ImportOptions,
): AsyncGenerator<FoldWeights> {
  for (const [index, { path, fold, which }] of files.entries()) {
    signal?.throwIfAborted();
    const read = await entryOf(path, { wanted: wanted?.(config), entry });
    onEntry?.(basename(path), read);
    const { weights } = read;
    try {
      requireFinite(weights);
      check?.(config, weights);
    } catch (error) {
      throw asSpineError(error, { file: path });
    }
    yield { fold, which, weights, metadata: { format: 'pt', source: basename(path) } };
    onProgress?.(basename(path), index + 1, files.length);
  }
  signal?.throwIfAborted();
}

const readOriginalConfig = (folder: string): Promise<string> =>
  readFile(join(folder, 'config.json'), 'utf8').catch((cause: unknown) => {
    throw runFolderNoConfig(
      'copy it here from where the model was trained, or import the checkpoints one by one',
      cause,
    );
  });

/**
 * Imports a run folder of the original training code: `config.json`, `splits.csv`, `<name>-cv<k>.pt` (last epoch) and
 * `<name>-cv<k>_best.pt`. Holds one checkpoint in memory at a time. Writes the folder atomically.
 * @throws RUN_FOLDER_NO_CONFIG, ORIGINAL_*, SPLITS_INVALID, TORCH_*, WEIGHTS_*, RUN_FOLDER_EXISTS, what `check` throws, the reason of `signal`
 *
 * @example
 * import { importRunFolder } from 'spinestream/models';
 *
 * const { config, folds } = await importRunFolder('original', { into: 'models/spinal' });
 * config.input; // { slices: 5, resolutionPx: 128, sizeMm: 50 }
 * folds; // [{ fold: 1, best: true, last: false }]
 */
export const importRunFolder = async (folder: string, options: ImportOptions): Promise<RunFolder> => {
  try {
    const name = options.name ?? basename(resolve(folder));
    const { config, folds } = importOriginalConfig(await readOriginalConfig(folder), name);
    const files = chosen(checkpointsIn(folder, await readdir(folder)), options.folds, folds);
    const splits = await readSplits(join(folder, 'splits.csv'));
    await writeRunFolder(options.into, { config, splits, folds: converted(files, config, options) }, options);
  } catch (error) {
    throw error instanceof SpineError ? error.at({ file: folder }) : error;
  }
  return readRunFolder(options.into);
};

/** The architecture and input of a single file, which does not contain them. */
export type CheckpointDescription = ImageNetworkConfig & Pick<RunFolderConfigInput, 'classes'>;

/**
 * Imports one `.pt` or `.safetensors` file as fold 1 of a run folder, as its best weights.
 * @param description  the architecture, the input's size, and perhaps the classes, as in `config.json`
 * @throws TORCH_*, SAFETENSORS_*, WEIGHTS_*, RUN_FOLDER_*, what `check` throws, the reason of `signal`
 *
 * @example
 * import { importCheckpoint } from 'spinestream/models';
 *
 * const file = 'weights/nano/nano_foraminal/fold1-best.safetensors';
 * const architecture = { kind: 'foraminal', backbone: 'resnet10_nano', hidden: 64 };
 * const input = { slices: 5, resolutionPx: 64, sizeMm: 50 };
 * const { folds } = await importCheckpoint(file, { architecture, input }, { into: 'models/foraminal' });
 * folds; // [{ fold: 1, best: true, last: false }]
 */
export const importCheckpoint = async (
  file: string,
  description: CheckpointDescription,
  options: ImportOptions,
): Promise<RunFolder> => {
  const name = options.name ?? basename(file).replace(/\.(pt|pth|ckpt|bin|safetensors)$/i, '');
  const config: RunFolderConfigInput = { name, ...description, source: { format: 'checkpoint', file: basename(file) } };
  const files: readonly CheckpointFile[] = [{ path: file, fold: 1, which: 'best' }];
  await writeRunFolder(options.into, { config, folds: converted(files, config, options) }, options);
  return readRunFolder(options.into);
};
