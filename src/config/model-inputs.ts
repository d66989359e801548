import { join } from 'node:path';
import type { Pipeline } from '../core/pipeline.ts';
import { isRecord } from '../domain/is-record.ts';
import type { RunFolderConfig } from '../models/weights/run-folder.ts';
import { type Diagnostic, pipelineDiagnostic } from './diagnostic.ts';
import {
  type Fact,
  type InputFacts,
  regionFacts,
  stackFacts,
  stepsOf,
  type WrittenStep,
  writtenSteps,
} from './input-facts.ts';

/** A model of a pipeline with its run folder's record. */
export interface RecordedModel {
  readonly name: string;
  /** Its run folder. */
  readonly path: string;
  readonly config: RunFolderConfig;
}

/**
 * An input of a model, by its role in the pipeline: the stacks of a keypoint network, or a kind of regions of a
 * classification network.
 */
interface Feed {
  readonly model: string;
  /** Undefined for stacks. */
  readonly region: string | undefined;
  /** Properties of the pipeline's input. */
  readonly facts: InputFacts;
}

/**
 * Reports inputs that differ from those of the training, as the run folder records them: kind of series, slices,
 * resolution, size in mm, mirroring. Skips properties that a run folder lacks, such as one imported without its
 * training steps.
 */
export const modelInputDiagnostics = (
  pipeline: Pipeline,
  models: readonly RecordedModel[],
  severity: Diagnostic['severity'] = 'error',
): readonly Diagnostic[] => {
  const steps = stepsOf(pipeline);
  return feedsOf(steps).flatMap(({ model: name, region, facts }) => {
    const model = models.find((one) => one.name === name);
    if (model === undefined) return [];
    const trained = trainedOn(model.config, region);
    return [...facts].flatMap(([what, fact]) => {
      const expected = trained.get(what);
      if (expected === undefined || expected.value === fact.value) return [];
      const { operator = '' } = steps[fact.step] ?? {};
      const message = difference({ model, region, what, fact, expected, operator });
      const path = ['steps', fact.step, operator, fact.option];
      return [pipelineDiagnostic(pipeline, path, { severity, code: 'MODEL_INPUT_DIFFERS', message })];
    });
  });
};

const feedsOf = (steps: readonly WrittenStep[]): readonly Feed[] =>
  steps.flatMap(({ operator, options }, index): readonly Feed[] => {
    const model = String(options.model);
    if (operator === 'heatmap-keypoints')
      return [{ model, region: undefined, facts: stackFacts(steps, options.stacks, index) }];
    if (operator !== 'classify' || !isRecord(options.rois)) return [];
    return Object.entries(options.rois).map(([region, name]) => ({
      model,
      region,
      facts: regionFacts(steps, name, index),
    }));
  });

/** A property, with its place in `config.json`. */
interface Recorded {
  readonly value: Fact['value'];
  readonly place: string;
}

const trainedOn = (config: RunFolderConfig, region: string | undefined): ReadonlyMap<string, Recorded> => {
  const { sizeMm, ...images } = config.input ?? {};
  const input = Object.entries({ ...images, ...(region !== undefined && { sizeMm }) });
  const said = input.flatMap(([what, value]) =>
    value === undefined ? [] : [[what, { value, place: `input.${what}` }] as const],
  );
  return new Map([...said, ...trainingFacts(config.training, region)]);
};

/** Properties of an input according to the training's steps. */
const trainingFacts = (training: unknown, region: string | undefined): readonly (readonly [string, Recorded])[] => {
  if (!isRecord(training) || !isRecord(training.samples)) return [];
  const { heatmaps, grades } = training.samples;
  const steps = writtenSteps(training.steps);
  const facts =
    region === undefined
      ? stackFacts(steps, isRecord(heatmaps) ? heatmaps.stacks : undefined)
      : regionFacts(steps, isRecord(grades) && isRecord(grades.rois) ? grades.rois[region] : undefined);
  return [...facts].map(([what, { value, step, option }]) => [
    what,
    { value, place: `training.steps[${step}], ${steps[step]?.operator} ${option}` },
  ]);
};

interface Difference {
  readonly model: RecordedModel;
  readonly region: string | undefined;
  readonly what: string;
  readonly fact: Fact;
  readonly expected: Recorded;
  readonly operator: string;
}

const difference = ({ model, region, what, fact, expected, operator }: Difference): string => {
  const input = region === undefined ? '' : ` for its input ${region}`;
  return (
    `${operator}: ${what} is ${fact.value}, but model "${model.name}" was trained on ${expected.value}${input} ` +
    `(${join(model.path, 'config.json')}: ${expected.place}); make them agree, or give --allow-mismatch`
  );
};
