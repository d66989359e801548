import { boundItems, type Report } from '../../config/bind-items.ts';
import type { Diagnostic } from '../../config/diagnostic.ts';
import { writtenSteps } from '../../config/input-facts.ts';
import { schemaDiagnostics } from '../../config/schema-diagnostics.ts';
import { type BoundItem, wiringOf } from '../../config/wiring.ts';
import { parseYaml, type YamlDocument } from '../../config/yaml/yaml-document.ts';
import type { BoundOperator } from '../../core/define-operator.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { suggestion } from '../../domain/text/nearest-name.ts';
import { parametersOf } from '../../models/nn/shapes.ts';
import { type Architecture, architectureOf } from '../../models/zoo/architecture.ts';
import { parseArchitecture } from '../../models/zoo/parse-architecture.ts';
import { isGradingKind } from '../../operators/grading-plans.ts';
import { AUGMENTATIONS } from '../augmentations/built-in.ts';
import { gradeSamples, roisOf } from '../data/grade-samples.ts';
import { heatmapCount, heatmapSamples } from '../data/heatmap-samples.ts';
import { logitSamples } from '../data/logit-samples.ts';
import type { SamplePlan } from '../data/train-sample.ts';
import { TRAINING_OPERATORS } from '../data/training-operators.ts';
import { trainedBy } from '../frozen-parameters.ts';
import { chosenLoss } from '../losses/chosen-loss.ts';
import { checkLevel2 } from './check-level-2.ts';
import type { Experiment } from './experiment.ts';
import { type ExperimentFrame, experimentFrame } from './experiment-schema.ts';
import { givenEntries, samplesReader } from './wiring-ends.ts';

export interface CheckedExperiment {
  /** Undefined if any diagnostic is an error. */
  readonly experiment: Experiment | undefined;
  /** All diagnostics, in file order. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks the text of an experiment file: syntax, options, names, wiring, network. Reads no other file and never throws.
 */
export const checkExperiment = (
  text: string,
  file: string,
  variables: Readonly<Record<string, string>>,
): CheckedExperiment => {
  const document = parseYaml(text, file, variables);
  const diagnostics: Diagnostic[] = [...document.diagnostics];
  const report: Report = (severity, code, path, message, key = false) => {
    diagnostics.push({ severity, code, file, ...document.at(path, { key }), message });
  };
  const experiment = document.value === undefined ? undefined : experimentOf(document, { file, variables, report });
  if (document.value === undefined && diagnostics.length === 0)
    report('error', 'FILE_EMPTY', [], 'the file is empty; expected "model", "steps", "samples" and "training"');
  const ordered = [...diagnostics].sort((a, b) => a.line - b.line || a.column - b.column);
  return {
    experiment: ordered.some(({ severity }) => severity === 'error') ? undefined : experiment,
    diagnostics: ordered,
  };
};

interface Given {
  readonly file: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly report: Report;
}

const experimentOf = (document: YamlDocument, { file, variables, report }: Given): Experiment | undefined => {
  const parsed = experimentFrame.safeParse(document.value);
  const operators = boundItems('steps', TRAINING_OPERATORS, document, report);
  if (!parsed.success) {
    for (const { path, message, code, key } of schemaDiagnostics(parsed.error, experimentFrame, document.value))
      report('error', code, path, message, key);
    const model = experimentFrame.pick({ model: true }).loose().safeParse(document.value);
    if (model.success) architectureIn(model.data, report);
    return undefined;
  }
  const frame = parsed.data;
  const architecture = architectureIn(frame, report);
  const plan = architecture === undefined ? undefined : planOf(frame, architecture, report);
  checkFrame(frame, report);
  if (architecture?.config.kind === 'level_2') checkLevel2(frame, document.value, report);
  else checkImages(frame, report);
  checkPredicted(frame, report);
  checkSamplesTogether(frame, report);
  if (architecture !== undefined) checkFreeze(frame, architecture, report);
  if (operators.length < frame.steps.length || architecture === undefined || plan === undefined) return undefined;
  const steps = stepsOf(frame, file, { operators, plan, report, at: document.at });
  const varies = operators.some(({ bound }) => bound.reads.includes('custom.rng'));
  const { at } = document;
  return { name: frame.name, file, variables, architecture, frame, at, steps, plan, varies, ...identities(frame) };
};

/** The network of the file; reports its errors. */
const architectureIn = ({ model }: Pick<ExperimentFrame, 'model'>, report: Report): Architecture | undefined => {
  try {
    const config = parseArchitecture(model.architecture);
    if (config.kind !== 'level_2' && model.resolutionPx === undefined)
      return void report(
        'error',
        'OPTION_MISSING',
        ['model'],
        'missing option "model.resolutionPx" (expected an integer)',
      );
    return architectureOf(config, { resolutionPx: model.resolutionPx });
  } catch (error) {
    if (!(error instanceof SpineError)) throw error;
    report('error', error.code, ['model', 'architecture'], `model: ${error.reason}`);
    return undefined;
  }
};

const planOf = ({ samples }: ExperimentFrame, { config }: Architecture, report: Report): SamplePlan | undefined => {
  const complain = (path: readonly string[], message: string, key = false): undefined =>
    void report('error', 'SAMPLES_UNFIT', ['samples', ...path], `samples: ${message}`, key);
  const { heatmaps, grades } = samples;
  const [given = ''] = Object.keys(samples);
  if (config.kind === 'level_2')
    return samples.logits === undefined
      ? complain([given], `a level-2 network learns from "logits", not "${given}"`)
      : logitSamples(config);
  if (config.kind === 'keypoints') {
    if (heatmaps === undefined) return complain([given], `a keypoint network learns from "heatmaps", not "${given}"`);
    const count = heatmapCount(heatmaps);
    if (count !== config.outChannels)
      return complain(
        ['heatmaps'],
        `the network draws ${config.outChannels} heatmaps, but there are ${count} ${heatmaps.channels}; set "channels", or outChannels of the architecture`,
      );
    return heatmapSamples(heatmaps);
  }
  if (grades === undefined || !isGradingKind(config.kind))
    return complain([given], `a network of the kind "${config.kind}" learns from "grades", not "${given}"`);
  const wanted = roisOf(config.kind);
  const missing = wanted.filter((roi) => !Object.hasOwn(grades.rois, roi));
  if (missing.length > 0)
    return complain(
      ['grades', 'rois'],
      `a network of the kind "${config.kind}" also looks at ${missing.join(', ')}; name the regions`,
    );
  const surplus = Object.keys(grades.rois).filter((roi) => !wanted.includes(roi));
  if (surplus.length > 0)
    return complain(
      ['grades', 'rois', surplus[0]!],
      `a network of the kind "${config.kind}" does not look at ${surplus.join(', ')}; remove that`,
      true,
    );
  return gradeSamples(grades, config.kind);
};

/** Checks beyond the schema. */
const checkFrame = ({ augmentation, model, samples, training }: ExperimentFrame, report: Report): void => {
  const { shuffleProbability: shuffle } = augmentation;
  const known = samples.heatmaps === undefined ? Object.keys(samples.grades?.rois ?? {}) : [samples.heatmaps.stacks];
  for (const name of typeof shuffle === 'number' ? [] : Object.keys(shuffle).filter((one) => !known.includes(one)))
    report(
      'error',
      'NAME_UNKNOWN',
      ['augmentation', 'shuffleProbability', name],
      `augmentation: the samples have no "${name}";${suggestion(name, known)}`,
      true,
    );
  if (training.microBatch !== undefined && training.microBatch > training.batch)
    report(
      'error',
      'OPTION_INVALID',
      ['training', 'microBatch'],
      `training: "microBatch" is ${training.microBatch}, expected at most the batch of ${training.batch}`,
    );
  const of = samples.heatmaps === undefined ? 'grades' : 'heatmaps';
  for (const info of AUGMENTATIONS.filter(({ name }) => Reflect.get(augmentation, name) !== undefined))
    if (info.of !== undefined && info.of !== of)
      report(
        'error',
        'OPTION_INVALID',
        ['augmentation', info.name],
        `augmentation: "${info.name}" is one of ${info.of}, and the samples are ${of}; remove it`,
        true,
      );
  const { info } = chosenLoss(training.loss, of);
  const { kind } = model.architecture;
  if (info.kinds !== undefined && !info.kinds.includes(String(kind)))
    report(
      'error',
      'OPTION_INVALID',
      ['training', 'loss', info.name],
      `training: the loss "${info.name}" is for networks of the kind ${info.kinds.join(' or ')}, and this one is "${kind}"; name another one`,
      true,
    );
  if (info.of !== of)
    report(
      'error',
      'OPTION_INVALID',
      ['training', 'loss', info.name],
      `training: the loss "${info.name}" is one of ${info.of}, and the samples are ${of}; name another one`,
      true,
    );
};

/** Predicted keypoints need a table, and a table needs a step that uses it. */
const checkPredicted = ({ labels, steps }: ExperimentFrame, report: Report): void => {
  const users = writtenSteps(steps).flatMap(({ operator, options }, index) => {
    const share = operator === 'label-keypoints' ? options.predicted : undefined;
    return typeof share === 'number' ? [{ index, share }] : [];
  });
  const [user] = users.filter(({ share }) => share > 0);
  if (user !== undefined && labels.predicted === undefined)
    report(
      'error',
      'OPTION_INVALID',
      ['steps', user.index, 'label-keypoints', 'predicted'],
      'label-keypoints: "predicted" takes keypoints that networks found, and no table of them is given; set labels.predicted',
    );
  if (users.length === 0 && labels.predicted !== undefined)
    report(
      'warning',
      'OPTION_UNUSED',
      ['labels', 'predicted'],
      'labels: no step takes the predicted coordinates; set label-keypoints: { predicted: 0.5 }, or imputeFrom to fill gaps with them',
    );
};

/** Image pooling of a keypoint network normalises one value per channel and sample. */
const checkSamplesTogether = ({ model, training }: ExperimentFrame, report: Report): void => {
  if (model.architecture.kind !== 'keypoints') return;
  for (const option of ['batch', 'microBatch'] as const)
    if (training[option] === 1)
      report(
        'error',
        'OPTION_INVALID',
        ['training', option],
        `training: "${option}" is 1, expected at least 2: batch statistics of a keypoint network need two samples`,
      );
};

/** A network that sees images needs steps that make them. */
const checkImages = (frame: ExperimentFrame, report: Report): void => {
  if (frame.steps.length === 0)
    report(
      'error',
      'OPTION_MISSING',
      ['steps'],
      'missing option "steps" (expected operators that make what the network sees)',
    );
  checkBeginning(frame, report);
};

/** Initial weights must be specified, exactly once. */
const checkBeginning = ({ model: { start, pretrained } }: ExperimentFrame, report: Report): void => {
  if (start === undefined && pretrained === undefined)
    report(
      'warning',
      'TRAINING_START_RANDOM',
      ['model'],
      'model: training begins with random weights; set "pretrained" to a folder of ImageNet backbones, or to none if that is meant',
    );
  if (start !== undefined && pretrained !== undefined && pretrained !== 'none' && pretrained !== 'required')
    report(
      'error',
      'OPTION_INVALID',
      ['model', 'pretrained'],
      'model: "start" and "pretrained" both name weights to begin with; remove one',
    );
};

/** Checks that every pattern of `freeze` matches parameters of the network, and leaves some to train. */
const checkFreeze = ({ training: { freeze } }: ExperimentFrame, network: Architecture, report: Report): void => {
  const complained = (patterns: readonly string[], path: readonly (string | number)[]): boolean => {
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

interface StepParts {
  readonly operators: readonly BoundItem<BoundOperator>[];
  readonly plan: SamplePlan;
  readonly report: Report;
  readonly at: Pipeline['at'];
}

const stepsOf = (frame: ExperimentFrame, file: string, { operators, plan, report, at }: StepParts): Pipeline => {
  const reader = samplesReader(plan);
  const [, ...steps] = wiringOf([givenEntries, ...operators], [reader], report);
  const canonical = JSON.stringify(frame.steps);
  return { name: frame.name, file, models: [], source: undefined, steps, outputs: [reader.bound], canonical, at };
};

const identities = (frame: ExperimentFrame): Pick<Experiment, 'recipe' | 'identity'> => {
  const { steps, samples, model, labels, augmentation, loading, training } = frame;
  const { pretrained: _path, ...ownModel } = model; // a run folder records which weights it uses, not their location
  const { onConflict, ...ownLabels } = labels;
  const { epochs, microBatch: _, schedule, engine: _engine, backend: _backend, ...rest } = training;
  const period = typeof schedule === 'object' && 'cosine' in schedule ? (schedule.cosine.period ?? epochs) : undefined;
  return {
    recipe: JSON.stringify({ steps, samples, kind: model.architecture.kind }),
    identity: JSON.stringify({
      model: ownModel,
      labels: onConflict === 'error' ? ownLabels : labels, // as before the option existed
      steps,
      samples,
      augmentation,
      shuffleMb: loading.shuffleMb,
      training: { ...rest, microBatch: training.microBatch, schedule, period },
    }),
  };
};
