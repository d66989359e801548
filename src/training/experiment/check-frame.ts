import type { Report } from '../../config/check-document.ts';
import { writtenSteps } from '../../config/input-facts.ts';
import type { Path } from '../../config/yaml/yaml-document.ts';
import { isRecord } from '../../domain/is-record.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { suggestion } from '../../domain/text/nearest-name.ts';
import { parametersOf } from '../../models/nn/shapes.ts';
import type { Architecture } from '../../models/zoo/architecture.ts';
import { AUGMENTATIONS } from '../augmentations/built-in.ts';
import { trainedBy } from '../frozen-parameters.ts';
import { chosenLoss, comparedWith } from '../losses/chosen-loss.ts';
import type { ExperimentFrame } from './experiment-schema.ts';

/** Refuses the value at a path, or its key. */
type Refuse = (path: Path, message: string, key?: boolean) => void;

/** Checks beyond the schema. @param written  the file as it is written, without defaults */
export const checkFrame = (frame: ExperimentFrame, written: unknown, report: Report): void => {
  const refuse: Refuse = (path, message, key) => report('error', 'OPTION_INVALID', path, message, key);
  checkAugmentation(frame, refuse, report);
  checkTraining(frame, refuse);
  if (frame.model.architecture.kind === 'level_2') checkLevel2(frame, written, refuse);
  else checkImages(frame, refuse, report);
  checkPredicted(frame, refuse, report);
};

const checkAugmentation = (frame: ExperimentFrame, refuse: Refuse, report: Report): void => {
  const { augmentation, samples } = frame;
  const { shuffleProbability: shuffle } = augmentation;
  const known = samples.heatmaps === undefined ? Object.keys(samples.grades?.rois ?? {}) : [samples.heatmaps.stacks];
  for (const name of typeof shuffle === 'number' ? [] : Object.keys(shuffle).filter((one) => !known.includes(one))) {
    const message = `augmentation: the samples have no "${name}";${suggestion(name, known)}`;
    report('error', 'NAME_UNKNOWN', ['augmentation', 'shuffleProbability', name], message, true);
  }
  const of = comparedWith(frame);
  for (const info of AUGMENTATIONS.filter(({ name }) => Reflect.get(augmentation, name) !== undefined))
    if (info.of !== undefined && info.of !== of) {
      const message = `augmentation: "${info.name}" is one of ${info.of}, and the samples are ${of}; remove it`;
      refuse(['augmentation', info.name], message, true);
    }
};

const checkTraining = (frame: ExperimentFrame, refuse: Refuse): void => {
  const { model, training } = frame;
  const { kind } = model.architecture;
  if (training.microBatch !== undefined && training.microBatch > training.batch)
    refuse(
      ['training', 'microBatch'],
      `training: "microBatch" is ${training.microBatch}, expected at most the batch of ${training.batch}`,
    );
  const of = comparedWith(frame);
  const { info } = chosenLoss(frame);
  const loss = ['training', 'loss', info.name];
  if (info.kinds !== undefined && !info.kinds.includes(String(kind)))
    refuse(
      loss,
      `training: the loss "${info.name}" is for networks of the kind ${info.kinds.join(' or ')}, and this one is "${kind}"; name another one`,
      true,
    );
  if (info.of !== of)
    refuse(
      loss,
      `training: the loss "${info.name}" is one of ${info.of}, and the samples are ${of}; name another one`,
      true,
    );
  if (kind !== 'keypoints') return; // image pooling of a keypoint network normalises one value per channel and sample
  for (const option of ['batch', 'microBatch'] as const)
    if (training[option] === 1)
      refuse(
        ['training', option],
        `training: "${option}" is 1, expected at least 2: batch statistics of a keypoint network need two samples`,
      );
};

/** A network that sees images needs steps that make them, and initial weights, specified exactly once. */
const checkImages = ({ steps, model }: ExperimentFrame, refuse: Refuse, report: Report): void => {
  const { start, pretrained } = model;
  if (steps.length === 0) {
    const message = 'missing option "steps" (expected operators that make what the network sees)';
    report('error', 'OPTION_MISSING', ['steps'], message);
  }
  if (start === undefined && pretrained === undefined) {
    const message =
      'model: training begins with random weights; set "pretrained" to a folder of ImageNet backbones, or to none if that is meant';
    report('warning', 'TRAINING_START_RANDOM', ['model'], message);
  }
  if (start !== undefined && pretrained !== undefined && pretrained !== 'none' && pretrained !== 'required')
    refuse(['model', 'pretrained'], 'model: "start" and "pretrained" both name weights to begin with; remove one');
};

/** Mixes samples, whatever they are; the other augmentations change images. */
const AUGMENTS_LOGITS = ['mixup'];

/**
 * Refuses what only networks that see images have: it would be ignored.
 * @param written  the file, since the schema adds the defaults of augmentations
 */
const checkLevel2 = ({ model, steps }: ExperimentFrame, written: unknown, refuse: Refuse): void => {
  if (model.resolutionPx !== undefined)
    refuse(['model', 'resolutionPx'], 'model: a level-2 network sees no images; remove "resolutionPx"', true);
  if (model.pretrained !== undefined && model.pretrained !== 'none')
    refuse(['model', 'pretrained'], 'model: a level-2 network has no backbone; remove "pretrained"', true);
  if (steps.length > 0)
    refuse(['steps'], 'steps: a level-2 network learns from the logits of a run; remove the steps', true);
  const augmentation = isRecord(written) && isRecord(written.augmentation) ? Object.keys(written.augmentation) : [];
  for (const name of augmentation.filter((one) => !AUGMENTS_LOGITS.includes(one)))
    refuse(
      ['augmentation', name],
      `augmentation: "${name}" changes images, and a level-2 network sees logits; remove it`,
      true,
    );
};

/** Predicted keypoints need a table, and a table needs a step that uses it. */
const checkPredicted = ({ labels, steps }: ExperimentFrame, refuse: Refuse, report: Report): void => {
  const users = writtenSteps(steps).flatMap(({ operator, options }, index) => {
    const share = operator === 'label-keypoints' ? options.predicted : undefined;
    return typeof share === 'number' ? [{ index, share }] : [];
  });
  const [user] = users.filter(({ share }) => share > 0);
  if (user !== undefined && labels.predicted === undefined)
    refuse(
      ['steps', user.index, 'label-keypoints', 'predicted'],
      'label-keypoints: "predicted" takes keypoints that networks found, and no table of them is given; set labels.predicted',
    );
  if (users.length === 0 && labels.predicted !== undefined) {
    const message =
      'labels: no step takes the predicted coordinates; set label-keypoints: { predicted: 0.5 }, or imputeFrom to fill gaps with them';
    report('warning', 'OPTION_UNUSED', ['labels', 'predicted'], message);
  }
};

/** Checks that every pattern of `freeze` matches parameters of the network, and leaves some to train. */
export const checkFreeze = ({ training: { freeze } }: ExperimentFrame, network: Architecture, report: Report): void => {
  const complained = (patterns: readonly string[], path: Path): boolean => {
    try {
      trainedBy(parametersOf(network), patterns);
      return false;
    } catch (error) {
      if (!(error instanceof SpineError)) throw error;
      report('error', error.code, ['training', 'freeze', ...path], `training: ${error.reason}`);
      return true;
    }
  };
  const alone = freeze.map((pattern, index) => complained([pattern], [index]));
  if (!alone.includes(true)) complained(freeze, []);
};
