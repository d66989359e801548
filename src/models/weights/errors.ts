import { SpineError } from '../../domain/spine-error.ts';
import { firstOf } from '../../domain/text/listed.ts';
import { messageOf } from '../../domain/text/message-of.ts';

/** Formats a list for a message: at most eight items, quoted, and the number of the others. */
export const quotedList = (items: readonly string[]): string =>
  firstOf(
    items.map((item) => `"${item}"`),
    8,
  ) || '(none)';

export const foldMissing = (wanted: string, available: readonly string[]): SpineError =>
  new SpineError({
    code: 'FOLD_MISSING',
    reason: `no weights for ${wanted} (found: ${available.join(', ') || 'none'}); import or train this fold, or choose another`,
  });

export const originalConfigInvalid = (problems: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'ORIGINAL_CONFIG_INVALID',
    reason: `${problems}; the architecture is derived from this file: use the config.json that training wrote next to its checkpoints`,
    cause,
  });

export const importedAlready = (): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_IMPORTED',
    reason: 'this is a run folder of spinestream, expected one of the original; use it as it is, without an import',
  });

/** @param asked  whether these folds were requested by number */
export const originalFoldsMissing = (
  missing: readonly number[],
  found: readonly number[],
  asked: boolean,
): SpineError => {
  const why = asked ? 'requested by --folds' : 'though the configuration lists them';
  const others = found.length === 0 ? '' : `, or import others with --folds ${found.join(',')}`;
  return new SpineError({
    code: 'ORIGINAL_FOLDS_MISSING',
    reason: `no checkpoint of fold ${missing.join(', ')} (found: ${found.join(', ') || 'none'}), ${why}; copy the missing files here${others}`,
  });
};

export const originalModelUnknown = (type: string, known: readonly string[]): SpineError =>
  new SpineError({
    code: 'ORIGINAL_MODEL_UNKNOWN',
    reason: `unknown model.type "${type}" (known: ${known.join(', ')})`,
  });

export const originalNamesAmbiguous = (names: readonly string[]): SpineError =>
  new SpineError({
    code: 'ORIGINAL_NAMES_AMBIGUOUS',
    reason: `the folder contains checkpoints of several runs (${quotedList(names)}); keep those of one run`,
  });

export const runFolderConfigInvalid = (problems: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_CONFIG_INVALID',
    reason: `${problems}; correct the file, or import the model again`,
    cause,
  });

export const runFolderExists = (): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_EXISTS',
    reason: 'the folder already exists; choose another name, or replace it with --overwrite',
  });

export const runFolderNoConfig = (remedy: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_NO_CONFIG',
    reason: `no config.json, which describes the architecture of the weights; ${remedy}`,
    cause,
  });

export const runFolderMissing = (name: string, others: readonly string[], cause: unknown): SpineError => {
  const there = others.length === 0 ? '' : `; the models folder has ${others.join(', ')}`;
  const nano = others.includes(`nano_${name}`) ? `; shipped pipelines use nano_${name} with --set networks=nano` : '';
  return new SpineError({
    code: 'RUN_FOLDER_MISSING',
    reason: `this run folder does not exist; check the path, or import or train the model into it${there}${nano}`,
    cause,
  });
};

export const modelsFolderMissing = (folder: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'MODELS_FOLDER_MISSING',
    reason:
      'this models folder does not exist; correct --models (--out of train), or create it with "spinestream import" or "spinestream train"; ' +
      'without networks of your own, try --models <package>/weights/nano --set networks=nano (<package>: the folder of spinestream)',
    where: { file: folder },
    cause,
  });

export const safetensorsDtypeUnsupported = (tensor: string, dtype: string, known: readonly string[]): SpineError =>
  new SpineError({
    code: 'SAFETENSORS_DTYPE_UNSUPPORTED',
    reason: `"${tensor}" has the unsupported data type ${dtype} (known: ${known.join(', ')}); save it as F32`,
  });

export const safetensorsInvalid = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'SAFETENSORS_INVALID',
    reason: `not a valid safetensors file: ${problem}; save or download it again`,
    cause,
  });

export const safetensorsTruncated = (neededBytes: number, sizeBytes: number): SpineError =>
  new SpineError({
    code: 'SAFETENSORS_TRUNCATED',
    reason: `the file is truncated: the header describes ${neededBytes} bytes, found ${sizeBytes}; copy or download it again`,
  });

export const splitsInvalid = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'SPLITS_INVALID',
    reason: `${problem}; expected a table of the studies of each fold with columns study_id, split (train or validation) and fold (from 1)`,
    cause,
  });

export const weightsEntryAmbiguous = (labels: readonly string[]): SpineError =>
  new SpineError({
    code: 'WEIGHTS_ENTRY_AMBIGUOUS',
    reason: `several entries contain weights of this network (${quotedList(labels.map(entryName))}); choose one with --entry, or model.start.entry in an experiment`,
  });

export const weightsEntryUnknown = (entry: string, labels: readonly string[]): SpineError =>
  new SpineError({
    code: 'WEIGHTS_ENTRY_UNKNOWN',
    reason: `no entry "${entry}" with weights; the file has ${quotedList([...new Set(labels.map(entryName))])}`,
  });

/** The name of an entry in messages; the file itself has none. */
export const entryName = (label: string): string => (label === '' ? 'the file itself' : label);

export const weightsVarianceNegative = (name: string, index: number, value: number): SpineError =>
  new SpineError({
    code: 'WEIGHTS_VARIANCE_NEGATIVE',
    reason: `"${name}" is ${value} at index ${index}, but a variance cannot be negative; the file is damaged or was edited: copy it again`,
  });

export const weightsFileUnreadable = (cause: unknown): SpineError =>
  new SpineError({
    code: 'WEIGHTS_FILE_UNREADABLE',
    reason: `cannot be read (${messageOf(cause)}); check the path and permissions`,
    cause,
  });

export const weightsNameReserved = (name: string): SpineError =>
  new SpineError({
    code: 'WEIGHTS_NAME_RESERVED',
    reason: `"${name}" is a reserved name in safetensors; rename the parameter`,
  });

export const weightsNotFinite = (name: string, index: number, value: number): SpineError =>
  new SpineError({
    code: 'WEIGHTS_NOT_FINITE',
    reason: `"${name}" is ${value} at index ${index}; the training diverged or the file is damaged: use another epoch or copy it again`,
  });

export const weightsShapeMismatch = (name: string, shape: readonly number[], values: number): SpineError =>
  new SpineError({
    code: 'WEIGHTS_SHAPE_MISMATCH',
    reason: `"${name}" has ${values} values, which does not match its shape [${shape.join(', ')}]`,
  });

export const weightsUnwritable = (cause: unknown): SpineError =>
  new SpineError({
    code: 'WEIGHTS_UNWRITABLE',
    reason: `cannot be written (${messageOf(cause)}); check the folder, its permissions and the free space`,
    cause,
  });

export const peaksInvalid = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'PEAKS_INVALID',
    reason: `cannot read this record of heatmap peaks: ${problem}; remove it, or measure the peaks again with "spinestream peaks"`,
    cause,
  });

export const peaksStale = (fold: number, which: string, file: string): SpineError =>
  new SpineError({
    code: 'PEAKS_STALE',
    reason: `the heatmap peaks were measured with other weights than those of fold ${fold} ${which}, so the recorded floor does not apply; measure them again with "spinestream peaks", or remove this file to skip the check`,
    where: { file },
  });

export const featuresInvalid = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'FEATURES_INVALID',
    reason: `cannot read this record of features: ${problem}; remove it, or measure the features again with "spinestream features"`,
    cause,
  });

export const featuresStale = (fold: number, file: string): SpineError =>
  new SpineError({
    code: 'FEATURES_STALE',
    reason: `the features were computed by other weights than the best ones of fold ${fold}, so distances from them mean nothing; measure them again with "spinestream features", or remove this file to compare no features`,
    where: { file },
  });

export const imageReferenceInvalid = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'IMAGE_STATISTICS_INVALID',
    reason: `cannot read these image statistics: ${problem}; remove the file, or measure again with "spinestream image-statistics"`,
    cause,
  });
