import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SpineError } from '../../domain/spine-error.ts';
import { runFolderExists, weightsUnwritable } from './errors.ts';
import { foldFile, type Which } from './fold-files.ts';
import { type RunFolderConfigInput, runFolderConfigOf } from './run-folder-config.ts';
import { formatSplits, type Split } from './splits.ts';
import type { StateDict } from './state-dict.ts';
import { writeSafetensors } from './write-safetensors.ts';

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
  /** Taken one after the other, so that only one need be in memory. */
  readonly folds?: Iterable<FoldWeights> | AsyncIterable<FoldWeights>;
}

/** Writes one fold into a run folder; a file of its name is replaced in one step. */
export const saveFold = (path: string, { fold, which, weights, metadata }: FoldWeights): Promise<void> =>
  writeSafetensors(join(path, foldFile(fold, which)), weights, metadata);

const isFree = async (path: string): Promise<boolean> => {
  const names = await readdir(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return names.length === 0;
};

const fill = async (path: string, { config, splits, folds = [] }: RunFolderContents): Promise<void> => {
  await mkdir(path, { recursive: true });
  for await (const fold of folds) await saveFold(path, fold);
  if (splits !== undefined) await writeFile(join(path, 'splits.csv'), formatSplits(splits));
  await writeFile(join(path, 'config.json'), `${JSON.stringify(runFolderConfigOf(config), undefined, 2)}\n`);
};

/** Puts a finished folder into its place; what was there goes only when the new one stands. */
const install = async (finished: string, path: string): Promise<void> => {
  const old = `${path}.${randomUUID()}.old`;
  const replaced = await rename(path, old).then(
    () => true,
    () => false,
  );
  try {
    await rename(finished, path);
  } catch (error) {
    if (replaced) await rename(old, path);
    throw error;
  }
  if (replaced) await rm(old, { recursive: true, force: true });
};

/** Failures of the file system become WEIGHTS_UNWRITABLE; a cancellation, or what `folds` throws, stays what it is. */
const placed = (error: unknown, path: string): unknown => {
  if (error instanceof SpineError) return error.at({ file: path });
  return error instanceof Error && 'syscall' in error ? weightsUnwritable(error).at({ file: path }) : error;
};

/**
 * Writes a run folder. It appears under its name only when it is complete: it is written beside it and renamed.
 * @throws RUN_FOLDER_EXISTS unless `overwrite`, RUN_FOLDER_CONFIG_INVALID, WEIGHTS_UNWRITABLE, and what `folds` throws
 */
export const writeRunFolder = async (
  path: string,
  contents: RunFolderContents,
  { overwrite = false }: { readonly overwrite?: boolean | undefined } = {},
): Promise<void> => {
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  try {
    if (!overwrite && !(await isFree(path))) throw runFolderExists();
    await mkdir(dirname(path), { recursive: true });
    await fill(unfinished, contents);
    await install(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined); // the first failure is the one to tell
    throw placed(error, path);
  }
};
