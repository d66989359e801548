import { copyFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asSpineError } from '../../domain/spine-error.ts';
import { createFolders } from '../../files/make-folder.ts';
import { isOnnxConfig, parseOnnxConfig } from '../external-onnx/onnx-config.ts';
import { ONNX_FOLD, onnxSource } from '../external-onnx/onnx-source.ts';
import type { ServedNetwork } from '../model-source.ts';
import { checkWeights } from '../nn/check-weights.ts';
import { sha256OfFile } from '../sha256-of-file.ts';
import { foldMissing } from '../weights/errors.ts';
import { foldFile } from '../weights/fold-files.ts';
import { loadFold, type RunFolder, readRunFolder, type Which } from '../weights/run-folder.ts';
import { writeWholeFolder } from '../weights/write-whole-folder.ts';
import type { Architecture } from '../zoo/architecture.ts';
import { zooArchitectureOf } from '../zoo-source.ts';
import { exportFolderNotEmpty, exportNeedsWeights } from './errors.ts';
import { EXPORT_FORMATS, type ExportFormat } from './export-formats.ts';

/** A file written by `exportModel`, one per fold. */
export interface ExportedFile {
  readonly fold: number;
  readonly file: string;
  readonly sha256: string;
}

/** Options of `exportModel`. */
export interface ExportOptions {
  readonly to: ExportFormat;
  /** A new or empty folder. */
  readonly into: string;
  /** Default: all folds. */
  readonly folds?: readonly number[] | undefined;
  /** Default `best`. */
  readonly weights?: Which;
  /** Called after each file. */
  readonly onProgress?: (file: string, done: number, total: number) => void;
  /** Checked between files; an aborted export leaves nothing. */
  readonly signal?: AbortSignal;
}

type Job = Required<Omit<ExportOptions, 'folds' | 'onProgress' | 'signal'>> &
  Pick<ExportOptions, 'onProgress' | 'signal'> & { readonly folder: RunFolder; readonly folds: readonly number[] };

const chosenFolds = (
  path: string,
  present: readonly number[],
  { folds, weights }: Required<Pick<ExportOptions, 'folds' | 'weights'>>,
): readonly number[] => {
  const absent = (folds ?? []).filter((fold) => !present.includes(fold));
  const available = present.map((fold) => `${fold} ${weights}`);
  if (absent.length > 0) throw foldMissing(`fold ${absent.join(', ')} ${weights}`, available).at({ file: path });
  if (present.length === 0) throw foldMissing(`any fold, ${weights}`, available).at({ file: path });
  return folds ?? present;
};

/** File name such as `coord_sagt2-fold1`, without characters that are unsafe in file names. */
const stemOf = ({ config }: RunFolder, fold: number): string => `${config.name.replace(/[^\w.-]+/g, '_')}-fold${fold}`;

const writeFold = async (job: Job, network: Architecture, fold: number, into: string): Promise<string> => {
  const { folder, to, weights: which } = job;
  const { extension, write } = EXPORT_FORMATS[to];
  const weights = await loadFold(folder, fold, which);
  try {
    checkWeights(network, weights);
  } catch (error) {
    throw asSpineError(error, { file: join(folder.path, foldFile(fold, which)) });
  }
  const file = `${stemOf(folder, fold)}.${extension}`;
  await write(join(into, file), network, weights);
  return file;
};

/** Writes `export.json`, which describes the files for other programs. */
const writeDescription = (
  into: string,
  { folder, to, weights }: Job,
  network: Pick<ServedNetwork, 'inputs' | 'outputs'>,
  files: readonly ExportedFile[],
): Promise<void> => {
  const { name, architecture, input, classes, source } = folder.config;
  const description = {
    name,
    format: to,
    weights,
    architecture,
    ...(input !== undefined && {
      input: { ...input, values: 'each stack of slices less its mean, divided by its population standard deviation' },
    }),
    inputs: network.inputs,
    outputs: network.outputs,
    ...(classes === undefined ? {} : { classes }),
    ...(source === undefined ? {} : { source }),
    files,
  };
  return writeFile(join(into, 'export.json'), `${JSON.stringify(description, undefined, 2)}\n`);
};

const exportZoo = async (job: Job, into: string): Promise<readonly ExportedFile[]> => {
  const network = zooArchitectureOf(job.folder);
  const files: ExportedFile[] = [];
  for (const [index, fold] of job.folds.entries()) {
    job.signal?.throwIfAborted();
    const file = await writeFold(job, network, fold, into);
    files.push({ fold, file, sha256: await sha256OfFile(join(into, file)) });
    job.onProgress?.(file, index + 1, job.folds.length);
  }
  job.signal?.throwIfAborted();
  await writeDescription(into, job, network, files);
  return files;
};

/** Exports the original file, with its weights under the names by which it refers to them. */
const exportOnnxFile = async (job: Job, into: string): Promise<readonly ExportedFile[]> => {
  const source = onnxSource(job.folder);
  await source.sha256Of(ONNX_FOLD); // refuses files that have changed since their import
  const { file, sha256, data } = parseOnnxConfig(job.folder.config.architecture);
  for (const name of [file, ...data.map((beside) => beside.file)]) {
    await createFolders(dirname(join(into, name)));
    await copyFile(join(job.folder.path, name), join(into, name));
  }
  const files = [{ fold: ONNX_FOLD, file, sha256 }];
  job.onProgress?.(file, 1, 1);
  await writeDescription(into, job, source.architecture, files);
  return files;
};

/**
 * Writes each fold of a run folder as one file for other programs, and an `export.json`. ONNX takes any batch and returns the
 * results of the run folder; `pt-compatible-safetensors` has every entry that a strict `load_state_dict` requires, `safetensors` only those
 * that cannot be constructed. Writes the folder atomically.
 * @throws RUN_FOLDER_*, MODEL_*, FOLD_MISSING, EXPORT_FOLDER_NOT_EMPTY, EXPORT_NEEDS_WEIGHTS, WEIGHTS_*, the reason of `signal`
 *
 * @example
 * import { exportModel } from 'spinestream/models';
 *
 * const files = await exportModel('weights/nano/nano_foraminal', { to: 'onnx', into: 'exported' });
 * files.map(({ file }) => file); // ['nano_foraminal-fold1.onnx']
 */
export const exportModel = async (path: string, options: ExportOptions): Promise<readonly ExportedFile[]> => {
  const { to, into, weights = 'best' } = options;
  const folder = await readRunFolder(path);
  const isFile = isOnnxConfig(folder.config.architecture);
  if (isFile && to !== 'onnx') throw exportNeedsWeights(to).at({ file: path });
  const present = isFile ? [ONNX_FOLD] : folder.folds.filter((files) => files[weights]).map(({ fold }) => fold);
  const folds = chosenFolds(folder.path, present, { folds: options.folds, weights });
  const job: Job = { ...options, weights, folder, folds };
  let files: readonly ExportedFile[] = [];
  const fill = async (unfinished: string): Promise<void> => {
    files = await (isFile ? exportOnnxFile : exportZoo)(job, unfinished);
  };
  await writeWholeFolder(into, fill, exportFolderNotEmpty);
  return files;
};
