import { existsSync, readdirSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asSpineError } from '../../domain/spine-error.ts';
import { createFolders } from '../../files/make-folder.ts';
import { foldMissing, modelsFolderMissing, runFolderExists, runFolderMissing, runFolderNoConfig } from './errors.ts';
import { requireFinite } from './finite-weights.ts';
import { type FoldFiles, foldFile, foldsAmong, type Which } from './fold-files.ts';
import {
  parseRunFolderConfig,
  type RunFolderConfig,
  type RunFolderConfigInput,
  runFolderConfigOf,
} from './run-folder-config.ts';
import { readSafetensors, writeSafetensors } from './safetensors/safetensors.ts';
import { formatSplits, readSplits, type Split } from './splits.ts';
import type { StateDict } from './state-dict.ts';
import { writeWholeFolder } from './write-whole-folder.ts';

export type { Which } from './fold-files.ts';
export type { ImageNetworkConfig, RunFolderConfig, RunFolderConfigInput } from './run-folder-config.ts';
export type { Split } from './splits.ts';

/** A trained model on disk: `config.json`, `splits.csv`, `fold<k>-best.safetensors`, `fold<k>-last.safetensors`. */
export interface RunFolder {
  readonly path: string;
  readonly config: RunFolderConfig;
  /** Ascending. */
  readonly folds: readonly FoldFiles[];
  /** Absent if the training studies of a model are not recorded. */
  readonly splits?: readonly Split[];
}

/** Names of the run folders in a folder, at most ten. */
const runFoldersIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'config.json')))
    .sort()
    .slice(0, 10);

const readConfig = async (path: string): Promise<RunFolderConfig> => {
  const file = join(path, 'config.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (!existsSync(dirname(path))) throw modelsFolderMissing(dirname(path), cause);
    if (!existsSync(path))
      throw runFolderMissing(basename(path), runFoldersIn(dirname(path)), cause).at({ file: path });
    throw runFolderNoConfig('give a run folder, or import the model into one first', cause).at({ file: path });
  });
  try {
    return parseRunFolderConfig(text);
  } catch (error) {
    throw asSpineError(error, { file });
  }
};

/**
 * Describes a run folder; the weights stay on disk until `loadFold`.
 * @throws RUN_FOLDER_NO_CONFIG, RUN_FOLDER_CONFIG_INVALID, SPLITS_INVALID
 */
export const readRunFolder = async (path: string): Promise<RunFolder> => {
  const config = await readConfig(path);
  const [names, splits] = await Promise.all([readdir(path), readSplits(join(path, 'splits.csv'))]);
  return { path, config, folds: foldsAmong(names), ...(splits === undefined ? {} : { splits }) };
};

const available = (folds: readonly FoldFiles[]): readonly string[] =>
  folds.flatMap(({ fold, best, last }) => [...(best ? [`${fold} best`] : []), ...(last ? [`${fold} last`] : [])]);

/**
 * Loads the weights of one fold and checks that all numbers are finite.
 * @throws FOLD_MISSING, SAFETENSORS_*, WEIGHTS_NOT_FINITE
 */
export const loadFold = async (folder: RunFolder, fold: number, which: Which = 'best'): Promise<StateDict> => {
  const files = folder.folds.find((candidate) => candidate.fold === fold);
  if (files?.[which] !== true)
    throw foldMissing(`fold ${fold} ${which}`, available(folder.folds)).at({ file: folder.path });
  const file = join(folder.path, foldFile(fold, which));
  const { weights } = await readSafetensors(file);
  try {
    return requireFinite(weights);
  } catch (error) {
    throw asSpineError(error, { file });
  }
};

export interface FoldWeights {
  /** From 1. */
  readonly fold: number;
  readonly which: Which;
  readonly weights: StateDict;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface RunFolderContents {
  readonly config: RunFolderConfigInput;
  readonly splits?: readonly Split[] | undefined;
  /** Consumed one by one, so that only one needs to be in memory. */
  readonly folds?: Iterable<FoldWeights> | AsyncIterable<FoldWeights>;
  /** Files to copy unchanged, by their names in the folder. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Writes one fold into a run folder, atomically replacing a file of that name. */
export const saveFold = (path: string, { fold, which, weights, metadata }: FoldWeights): Promise<void> =>
  writeSafetensors(join(path, foldFile(fold, which)), weights, metadata);

const copied = async (from: string, to: string): Promise<void> => {
  await createFolders(dirname(to));
  await copyFile(from, to);
};

const fill = async (path: string, { config, splits, folds = [], files = {} }: RunFolderContents): Promise<void> => {
  for await (const fold of folds) await saveFold(path, fold);
  for (const [name, from] of Object.entries(files)) await copied(from, join(path, name));
  if (splits !== undefined) await writeFile(join(path, 'splits.csv'), formatSplits(splits));
  await writeFile(join(path, 'config.json'), `${JSON.stringify(runFolderConfigOf(config), undefined, 2)}\n`);
};

/**
 * Writes a run folder atomically.
 * @throws RUN_FOLDER_EXISTS unless `overwrite`, RUN_FOLDER_CONFIG_INVALID, WEIGHTS_UNWRITABLE, and errors of `folds`
 */
export const writeRunFolder = (
  path: string,
  contents: RunFolderContents,
  { overwrite = false }: { readonly overwrite?: boolean | undefined } = {},
): Promise<void> =>
  writeWholeFolder(path, (unfinished) => fill(unfinished, contents), overwrite ? undefined : runFolderExists);
