import { copyFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFolders } from '../../files/make-folder.ts';
import { runFolderExists } from './errors.ts';
import { foldFile, type Which } from './fold-files.ts';
import { type RunFolderConfigInput, runFolderConfigOf } from './run-folder-config.ts';
import { writeSafetensors } from './safetensors/write-safetensors.ts';
import { formatSplits, type Split } from './splits.ts';
import type { StateDict } from './state-dict.ts';
import { writeWholeFolder } from './write-whole-folder.ts';

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
