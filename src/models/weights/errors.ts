import { SpineError } from '../../domain/spine-error.ts';

/** A list for a message: at most `most` items, quoted, and how many are left out. */
export const quotedList = (items: readonly string[], most = 8): string => {
  if (items.length === 0) return '(none)';
  const shown = items.slice(0, most).map((item) => `"${item}"`);
  return items.length > most ? `${shown.join(', ')} and ${items.length - most} more` : shown.join(', ');
};

export const foldMissing = (wanted: string, available: readonly string[]): SpineError =>
  new SpineError({
    code: 'FOLD_MISSING',
    reason: `there are no weights for ${wanted}, which a model was asked for; available: ${available.join(', ') || 'none'}; import or train this fold, or choose another`,
  });

export const originalConfigInvalid = (problems: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'ORIGINAL_CONFIG_INVALID',
    reason: `${problems}; the architecture is derived from this file, so give the config.json that training wrote beside its checkpoints`,
    cause,
  });

/** @param asked  whether these folds were asked for by number */
export const originalFoldsMissing = (
  missing: readonly number[],
  found: readonly number[],
  asked: boolean,
): SpineError => {
  const why = asked ? 'which --folds names' : 'though the configuration trains all of them';
  const others = found.length === 0 ? '' : `, or import others with --folds ${found.join(',')}`;
  return new SpineError({
    code: 'ORIGINAL_FOLDS_MISSING',
    reason: `no checkpoint of fold ${missing.join(', ')} (found: ${found.join(', ') || 'none'}), ${why}; copy the missing files here${others}`,
  });
};

export const originalModelUnknown = (type: string, known: readonly string[]): SpineError =>
  new SpineError({
    code: 'ORIGINAL_MODEL_UNKNOWN',
    reason: `model.type is "${type}", for which there is no architecture here; known: ${known.join(', ')}`,
  });

export const originalNamesAmbiguous = (names: readonly string[]): SpineError =>
  new SpineError({
    code: 'ORIGINAL_NAMES_AMBIGUOUS',
    reason: `checkpoints of several runs lie in one folder (${quotedList(names)}); leave those of one run in it`,
  });

export const runFolderConfigInvalid = (problems: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_CONFIG_INVALID',
    reason: `${problems}; a model cannot be built from it: correct the file, or import the model again`,
    cause,
  });

export const runFolderExists = (): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_EXISTS',
    reason: 'the folder exists already and is left as it is; choose another name, or ask for it to be overwritten',
  });

export const runFolderNoConfig = (remedy: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_NO_CONFIG',
    reason: `there is no config.json, which says what architecture the weights belong to; ${remedy}`,
    cause,
  });

export const runFolderMissing = (cause: unknown): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_MISSING',
    reason: 'this run folder does not exist; check the path, or import or train the model into it',
    cause,
  });

export const modelsFolderMissing = (folder: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'MODELS_FOLDER_MISSING',
    reason:
      'this folder of models does not exist; name it with --models, and make it with "spinestream import" or "spinestream train"',
    where: { file: folder },
    cause,
  });

export const safetensorsDtypeUnsupported = (tensor: string, dtype: string, known: readonly string[]): SpineError =>
  new SpineError({
    code: 'SAFETENSORS_DTYPE_UNSUPPORTED',
    reason: `"${tensor}" has the element type ${dtype}, which cannot be turned into float32 or int64; known: ${known.join(', ')}; save it as F32`,
  });

export const safetensorsInvalid = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'SAFETENSORS_INVALID',
    reason: `not a valid safetensors file: ${problem}; nothing was read from it: write or download it again`,
    cause,
  });

export const safetensorsTruncated = (neededBytes: number, sizeBytes: number): SpineError =>
  new SpineError({
    code: 'SAFETENSORS_TRUNCATED',
    reason: `the header describes ${neededBytes} bytes but the file has ${sizeBytes}; it was cut off: copy or download it again`,
  });

export const splitsInvalid = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'SPLITS_INVALID',
    reason: `${problem}; the table says which studies a fold was trained on and needs the columns study_id, split (train or validation) and fold (from 1)`,
    cause,
  });

export const weightsEntryAmbiguous = (labels: readonly string[]): SpineError =>
  new SpineError({
    code: 'WEIGHTS_ENTRY_AMBIGUOUS',
    reason: `several entries hold weights of this network (${quotedList(labels.map(entryName))}); choose one (--entry of import, model.start.entry of an experiment)`,
  });

export const weightsEntryUnknown = (entry: string, labels: readonly string[]): SpineError =>
  new SpineError({
    code: 'WEIGHTS_ENTRY_UNKNOWN',
    reason: `there is no entry "${entry}" that holds weights; the file has ${quotedList([...new Set(labels.map(entryName))])}`,
  });

/** How messages call an entry; the file itself has no name. */
export const entryName = (label: string): string => (label === '' ? 'the file itself' : label);

export const weightsVarianceNegative = (name: string, index: number, value: number): SpineError =>
  new SpineError({
    code: 'WEIGHTS_VARIANCE_NEGATIVE',
    reason: `"${name}" has the value ${value} at index ${index}, but a variance is not negative, and a model with it would grade nothing; the file is damaged or was edited: copy it again`,
  });

export const weightsFileUnreadable = (cause: unknown): SpineError =>
  new SpineError({
    code: 'WEIGHTS_FILE_UNREADABLE',
    reason: `cannot be read (${cause instanceof Error ? cause.message : String(cause)}); check the path and the permissions`,
    cause,
  });

export const weightsNameReserved = (name: string): SpineError =>
  new SpineError({
    code: 'WEIGHTS_NAME_RESERVED',
    reason: `a parameter is called "${name}", which safetensors keeps for itself; give it another name`,
  });

export const weightsNotFinite = (name: string, index: number, value: number): SpineError =>
  new SpineError({
    code: 'WEIGHTS_NOT_FINITE',
    reason: `"${name}" has the value ${value} at index ${index}, and a model with it would grade nothing; the training diverged or the file is damaged: use another epoch or copy it again`,
  });

export const weightsShapeMismatch = (name: string, shape: readonly number[], values: number): SpineError =>
  new SpineError({
    code: 'WEIGHTS_SHAPE_MISMATCH',
    reason: `"${name}" has ${values} values, but its shape [${shape.join(', ')}] needs another number; give as many values as the shape says`,
  });

export const weightsUnwritable = (cause: unknown): SpineError =>
  new SpineError({
    code: 'WEIGHTS_UNWRITABLE',
    reason: `cannot be written (${cause instanceof Error ? cause.message : String(cause)}); check the folder, its permissions and the free space`,
    cause,
  });

export const peaksInvalid = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'PEAKS_INVALID',
    reason: `this record of heatmap peaks cannot be read: ${problem}; remove it, or measure the peaks again with "spinestream peaks"`,
    cause,
  });

export const peaksStale = (fold: number, which: string, file: string): SpineError =>
  new SpineError({
    code: 'PEAKS_STALE',
    reason: `the heatmap peaks were measured with other weights than fold ${fold} ${which} has now, so that the recorded floor means nothing for them; measure them again with "spinestream peaks", or remove this file to do without the check`,
    where: { file },
  });
