import { boundItems } from '../../config/bind-items.ts';
import { checkDocument, type Report } from '../../config/check-document.ts';
import { type BoundItem, wiringOf } from '../../config/wiring.ts';
import type { YamlDocument } from '../../config/yaml/yaml-document.ts';
import type { BoundOperator } from '../../core/define-operator.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { type Architecture, architectureOf } from '../../models/zoo/architecture.ts';
import { parseArchitecture } from '../../models/zoo/parse-architecture.ts';
import { isGradingKind } from '../../operators/grading-plans.ts';
import { schemaDiagnostics } from '../../schema/schema-diagnostics.ts';
import { gradeSamples, roisOf } from '../data/grade-samples.ts';
import { heatmapCount, heatmapSamples } from '../data/heatmap-samples.ts';
import { logitSamples } from '../data/logit-samples.ts';
import type { SamplePlan } from '../data/train-sample.ts';
import { TRAINING_OPERATORS } from '../data/training-operators.ts';
import { checkFrame, checkFreeze } from './check-frame.ts';
import type { Experiment } from './experiment.ts';
import { type ExperimentFrame, experimentFrame } from './experiment-schema.ts';
import { givenEntries, samplesReader } from './wiring-ends.ts';
import { withoutPredicted } from './without-predicted.ts';

/**
 * Checks the text of an experiment file: syntax, options, names, wiring, network. Reads no other file and never throws.
 * Returns all diagnostics, in file order, and no experiment if one is an error.
 */
export const checkExperiment = (text: string, file: string, variables: Readonly<Record<string, string>>) => {
  const { value: experiment, diagnostics } = checkDocument(text, {
    ...{ file, variables },
    expected: '"model", "steps", "samples" and "training"',
    check: (document, report) => experimentOf(withoutPredicted(document), { file, variables, report }),
  });
  return { experiment, diagnostics };
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
  checkFrame(frame, document.value, report);
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
  const nothing = { models: [], source: undefined, variables: {} };
  return { name: frame.name, file, ...nothing, steps, outputs: [reader.bound], canonical, at };
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
