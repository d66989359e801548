import { SpineError, type Where } from '../../domain/spine-error.ts';
import { firstOf } from '../../domain/text/listed.ts';
import { memoryShortageOf } from '../../models/runtime/memory-shortage.ts';
import { REGION_KINDS } from '../../models/zoo/region-kinds.ts';

export const callbacksInvalid = (file: string, problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'CALLBACKS_INVALID',
    reason: `${problem}; export the result of defineCallbacks`,
    where: { file },
    cause,
  });

export const checkpointInvalid = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'CHECKPOINT_INVALID',
    reason: 'cannot resume from this checkpoint; remove it to train the fold from the start',
    where: { file },
    cause,
  });

export const foldUnknown = (fold: number, folds: readonly number[]): SpineError =>
  new SpineError({
    code: 'FOLD_UNKNOWN',
    reason: `no fold ${fold}; the experiment has ${folds.join(', ')}`,
  });

export const foldWithout = (fold: number, part: string): SpineError =>
  new SpineError({
    code: 'FOLD_WITHOUT_STUDIES',
    reason: `fold ${fold} has no labelled ${part} studies; correct the table of folds, or use fewer folds`,
  });

export const foldLeaks = (fold: number, studyIds: readonly string[]): SpineError =>
  new SpineError({
    code: 'FOLD_LEAKS',
    reason: `data leakage: fold ${fold} would train on ${studyIds.length} of its validation studies (${firstOf(studyIds)}); correct the table of folds`,
  });

export const runFolderForeign = (differing: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_FOREIGN',
    reason: `this run folder belongs to another experiment (${differing.join(', ')} differ); choose another --out folder, or remove this one`,
    where,
  });

/** @param trainedWith  the table of the run folder; undefined if it was trained without one and the experiment has one */
export const predictedDiffers = (trainedWith: string | undefined, where: Where): SpineError =>
  new SpineError({
    code: 'RUN_FOLDER_FOREIGN',
    reason:
      trainedWith === undefined
        ? 'this run folder was trained without predicted keypoints; omit --set predicted, or choose another --out folder'
        : `this run folder was trained with a table of predicted keypoints (${trainedWith}), and the variable "predicted" of the experiment is missing; give the table with --set predicted=<coordinates.csv> (spinestream run keypoints and spinestream coords write one), or choose another --out folder`,
    where,
  });

export const foldAlreadyTrained = (fold: number, where: Where): SpineError =>
  new SpineError({
    code: 'FOLD_ALREADY_TRAINED',
    reason: `fold ${fold} was already started or trained in this folder; continue it with --resume, or discard it with --overwrite`,
    where,
  });

/** A failed training step, with its batch's samples, and the settings to lower if memory ran out. */
export const stepFailed = (
  error: SpineError,
  at: {
    readonly epoch: number;
    readonly batch: number;
    readonly samples: readonly string[];
    /** Whether there is a checkpoint to resume from. */
    readonly checkpoint: boolean;
  },
): SpineError => {
  const advised = error.code === 'TRAINING_OUT_OF_MEMORY' || memoryShortageOf(error) === undefined;
  const advice = advised ? '' : '; out of memory: lower training.microBatch or training.batch, or the resolution';
  const kept = at.checkpoint ? 'the last checkpoint is kept' : 'there is no checkpoint yet';
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
    reason: `data leakage: these weights were trained on ${studyIds.length} validation studies of fold ${fold} (${firstOf(studyIds)}); omit model.start.fold if they were trained with the same folds, choose other weights, or train only the fold with the same studies (--fold)`,
    where,
  });

export const pretrainedNeeded = (experiments: readonly string[], backbones: readonly string[]): SpineError =>
  new SpineError({
    code: 'TRAINING_PRETRAINED_NEEDED',
    reason: `${firstOf(experiments)}: no folder of ImageNet weights (${backbones.join(', ')}); give it with --set pretrained=<folder> (spinestream import --backbone ${backbones[0]} --out <folder> creates it), or start from random weights with --set pretrained=none`,
  });

export const samplesAllBlank = (experiment: string, text: string, where: Where): SpineError =>
  new SpineError({
    code: 'SAMPLES_ALL_BLANK',
    reason: `${experiment}: ${text}, so there is nothing to learn from; check train_label_coordinates.csv and the kinds of series, or set labels.imputeFrom`,
    where,
  });

export const startNothingFits = (names: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'TRAINING_START_FITS_NOTHING',
    reason: `no parameter of the network is in the file (${firstOf(names)}); import the weights for this architecture first, or correct model.start`,
    where,
  });

export const startShapeUnfit = (
  name: string,
  { found, needed }: { readonly found: readonly number[]; readonly needed: readonly number[] },
  where: Where,
): SpineError =>
  new SpineError({
    code: 'TRAINING_START_SHAPE_UNFIT',
    reason: `"${name}" has shape [${found.join(', ')}], but the network needs [${needed.join(', ')}]; add it to model.start.except, or use weights of another network`,
    where,
  });

export const peaksOfNothing = (names: readonly string[]): SpineError =>
  new SpineError({
    code: 'PEAKS_OF_NOTHING',
    reason: `no keypoint network in the experiment (${firstOf(names)}), and only those draw heatmaps; give one of the kind keypoints, e.g. coord-sagt2 or nano-keypoints`,
  });

/** Studies to measure on, by `splits.csv`: absent from it or, with `studyIds`, unlabelled. */
const foldStudiesMissing =
  (code: string, { measures, sets }: { readonly measures: string; readonly sets: string }) =>
  (fold: number, studyIds: readonly string[], where: Where): SpineError =>
    new SpineError({
      code,
      reason:
        studyIds.length === 0
          ? `its splits.csv has no ${sets} studies of fold ${fold}, on which ${measures} are measured`
          : `${studyIds.length} ${sets} studies of fold ${fold} are not labelled in this folder (${firstOf(studyIds)}); give the folder of the training data as --data`,
      where,
    });

export const peaksStudiesMissing = foldStudiesMissing('PEAKS_STUDIES_MISSING', {
  measures: 'peaks',
  sets: 'validation',
});

export const featuresOfNothing = (names: readonly string[]): SpineError =>
  new SpineError({
    code: 'FEATURES_OF_NOTHING',
    reason: `no region network in the experiment (${firstOf(names)}); give one of the kind ${REGION_KINDS.join(', ')}, e.g. spinal-roi or nano`,
  });

export const featuresStudiesMissing = foldStudiesMissing('FEATURES_STUDIES_MISSING', {
  measures: 'features',
  sets: 'training and validation',
});

export const logitsRunMissing = (where: Where): SpineError =>
  new SpineError({
    code: 'TRAINING_LOGITS_RUN_MISSING',
    reason:
      'no such folder, expected a run out of fold with the output "logits"; create it with spinestream evaluate, or correct samples.logits.run',
    where,
  });

export const logitsUnwritten = (where: Where): SpineError =>
  new SpineError({
    code: 'TRAINING_LOGITS_UNWRITTEN',
    reason:
      'the run has written no logits; add the output "logits: { logits: [...] }" to its pipeline and run it out of fold (spinestream evaluate)',
    where,
  });

export const logitsNone = (where: Where): SpineError =>
  new SpineError({
    code: 'TRAINING_LOGITS_NONE',
    reason: 'the run has logits of none of the labelled studies; name a run over the same studies',
    where,
  });

export const networksUnknown = (names: readonly string[], known: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'TRAINING_LOGITS_NETWORK_UNKNOWN',
    reason: `no logits of ${firstOf(names)}, expected one of ${known.join(', ')}; correct "networks" of the architecture, or the output "logits" of the run`,
    where,
  });

export const logitFoldsDiffer = (
  fold: number,
  { model, studyIds }: { readonly model: string; readonly studyIds: readonly string[] },
  where: Where,
): SpineError =>
  new SpineError({
    code: 'TRAINING_LOGITS_FOLDS_DIFFER',
    reason: `fold ${fold} would be validated on ${studyIds.length} studies (${firstOf(studyIds)}) that fold ${fold} of model "${model}" was trained on; use the folds of the networks (folds: { splits: <this file> })`,
    where,
  });

export const imagesStudiesMissing = (studyIds: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'IMAGES_STUDIES_MISSING',
    reason:
      studyIds.length === 0
        ? 'no studies to measure: neither its splits.csv nor the folder lists any; give the folder of the training studies as --studies'
        : `${studyIds.length} studies of its splits.csv are not in this folder (${firstOf(studyIds)}); give the folder of the training studies as --studies`,
    where,
  });

export const pseudoLabelsNone = (where: Where): SpineError =>
  new SpineError({
    code: 'PSEUDO_LABELS_NONE',
    reason: 'the run graded none of the labelled studies; name a run over the same studies',
    where,
  });
