import { SpineError, type Where } from '../../domain/spine-error.ts';
import { memoryShortageOf } from '../../models/runtime/memory-shortage.ts';

const some = (names: readonly string[]): string =>
  `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;

export const callbacksInvalid = (file: string, problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'CALLBACKS_INVALID',
    reason: `${problem}; export what defineCallbacks gives`,
    where: { file },
    cause,
  });

export const checkpointInvalid = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'CHECKPOINT_INVALID',
    reason: 'this checkpoint cannot be continued from; remove it to train the fold from its beginning',
    where: { file },
    cause,
  });

export const foldUnknown = (fold: number, folds: readonly number[]): SpineError =>
  new SpineError({
    code: 'FOLD_UNKNOWN',
    reason: `there is no fold ${fold}; the experiment has ${folds.join(', ')}`,
  });

export const foldWithout = (fold: number, part: string): SpineError =>
  new SpineError({
    code: 'FOLD_WITHOUT_STUDIES',
    reason: `fold ${fold} has no ${part} studies among those that are labelled; correct the table of folds, or take fewer folds`,
  });

export const foldLeaks = (fold: number, studyIds: readonly string[]): SpineError =>
  new SpineError({
    code: 'FOLD_LEAKS',
    reason: `fold ${fold} would train on ${studyIds.length} studies that it is validated on (${some(studyIds)}); its score would mean nothing: correct the table of folds`,
  });

export const runFolderForeign = (differing: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_FOREIGN',
    reason: `this run folder belongs to another experiment (${differing.join(', ')} differ); give another --out folder, or remove this one`,
    where,
  });

export const foldAlreadyTrained = (fold: number, where: Where): SpineError =>
  new SpineError({
    code: 'FOLD_ALREADY_TRAINED',
    reason: `fold ${fold} was begun or trained here already; continue it with --resume, or discard it with --overwrite`,
    where,
  });

/** A step that could not be taken, with what was in its batch, and what to lower where memory ran out. */
export const stepFailed = (
  error: SpineError,
  at: {
    readonly epoch: number;
    readonly batch: number;
    readonly samples: readonly string[];
    /** Whether there is one to continue from. */
    readonly checkpoint: boolean;
  },
): SpineError => {
  const advised = error.code === 'TRAINING_OUT_OF_MEMORY' || memoryShortageOf(error) === undefined;
  const advice = advised ? '' : '; memory ran out: lower training.microBatch or training.batch, or the resolution';
  const kept = at.checkpoint ? 'the last checkpoint is kept' : 'no checkpoint was made yet';
  return new SpineError({
    code: error.code,
    reason: `epoch ${at.epoch}, batch ${at.batch} (${at.samples.join('; ')}): ${error.reason}${advice}; ${kept}`,
    where: error.where,
    cause: error,
  });
};

export const validationNotFinite = (epoch: number, loss: number): SpineError =>
  new SpineError({
    code: 'VALIDATION_NOT_FINITE',
    reason: `the validation loss of epoch ${epoch} is ${loss}; the weights before this epoch are kept: lower the learning rate, or clip gradients`,
  });

export const startHasSeen = (fold: number, studyIds: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'TRAINING_START_HAS_SEEN',
    reason: `these weights were trained on ${studyIds.length} of the studies that fold ${fold} is validated on (${some(studyIds)}); its score would mean nothing: leave model.start.fold out where it was trained in the same folds, name other weights, or train only the fold with the same studies (--fold)`,
    where,
  });

export const pretrainedNeeded = (experiments: readonly string[], backbones: readonly string[]): SpineError =>
  new SpineError({
    code: 'TRAINING_PRETRAINED_NEEDED',
    reason: `${some(experiments)}: training begins with ImageNet weights (${backbones.join(', ')}), and no folder of them is given; set --set pretrained=<folder> (spinestream import --backbone ${backbones[0]} --out <folder> makes it), or --set pretrained=none to begin with random weights`,
  });

export const samplesAllBlank = (experiment: string, text: string, where: Where): SpineError =>
  new SpineError({
    code: 'SAMPLES_ALL_BLANK',
    reason: `${experiment}: ${text}, so that there is nothing to learn from; check train_label_coordinates.csv and the kinds of series, or set labels.imputeFrom`,
    where,
  });

export const startNothingFits = (names: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'TRAINING_START_FITS_NOTHING',
    reason: `no parameter of the network has a name that is there (${some(names)}); import the weights for this architecture first, or correct model.start`,
    where,
  });

export const startShapeUnfit = (
  name: string,
  { found, needed }: { readonly found: readonly number[]; readonly needed: readonly number[] },
  where: Where,
): SpineError =>
  new SpineError({
    code: 'TRAINING_START_SHAPE_UNFIT',
    reason: `"${name}" has the shape [${found.join(', ')}] there, but the network needs [${needed.join(', ')}]; name it in model.start.except, or take weights of another network`,
    where,
  });

export const peaksOfNothing = (names: readonly string[]): SpineError =>
  new SpineError({
    code: 'PEAKS_OF_NOTHING',
    reason: `only keypoint networks draw heatmaps, and ${some(names)} is none; name an experiment of a keypoint network`,
  });

export const peaksStudiesMissing = (fold: number, studyIds: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'PEAKS_STUDIES_MISSING',
    reason:
      studyIds.length === 0
        ? `its splits.csv names no validation studies of fold ${fold}; peaks are measured on studies that the network did not learn from`
        : `${studyIds.length} validation studies of fold ${fold} are not labelled in this folder (${some(studyIds)}); give the folder that the network was trained with as --data`,
    where,
  });
