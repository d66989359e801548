import { lastValueFrom } from 'rxjs';
import { ConfigurationInvalid } from '../config/errors.ts';
import { modelInputDiagnostics } from '../config/model-inputs.ts';
import { compile } from '../core/compile.ts';
import type { Pipeline, Step } from '../core/pipeline.ts';
import { stateOf } from '../core/study-state.ts';
import { asSpineError } from '../domain/spine-error.ts';
import { loadModels, type OpenModel } from '../models/model-store.ts';
import type { Runtime } from '../models/runtime/runtime.ts';
import { openStoredModel } from '../run/open-stored-model.ts';
import { openFolder } from '../streams/sources/folder.ts';
import { type CalibrationSample, recordingStore, takeStacks } from './calibration-sample.ts';
import { calibrationEmpty } from './errors.ts';
import type { StepsBefore } from './steps-before.ts';

export interface CollectOptions {
  readonly pipeline: Pipeline;
  readonly steps: StepsBefore;
  /** The model to quantise. */
  readonly model: OpenModel;
  readonly studies: string;
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Maximum number of studies, since their inputs are kept in memory. */
  readonly limit: number;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly onStudy?: ((done: number, of: number) => void) | undefined;
}

export type CollectedSamples = Awaited<ReturnType<typeof collectSamples>>;

/** Models of the steps before; the quantised one itself is not needed. */
const modelsBefore = async ({ pipeline, steps }: CollectOptions): Promise<readonly OpenModel[]> => {
  const names = new Set(steps.before.flatMap(({ operator }) => operator.models));
  const models: OpenModel[] = [];
  for (const model of pipeline.models) if (names.has(model.name)) models.push(await openStoredModel(model));
  return models;
};

/** @throws CONFIGURATION_INVALID if the pipeline feeds a model otherwise than its training did */
const checkInputs = (pipeline: Pipeline, models: readonly OpenModel[]): void => {
  const recorded = models.map(({ request: { name, path }, folder: { config } }) => ({ name, path, config }));
  const diagnostics = modelInputDiagnostics(pipeline, recorded, 'error');
  if (diagnostics.length > 0) throw new ConfigurationInvalid(pipeline.file, diagnostics);
};

/**
 * Runs the steps that feed a network on studies, one study at a time, and collects the network's inputs.
 * @throws CALIBRATION_EMPTY if no study gives any, and what opening the studies and models throws
 */
export const collectSamples = async (o: CollectOptions) => {
  const { pipeline, steps, model, runtime, signal, limit } = o;
  const upstream = await modelsBefore(o);
  checkInputs(pipeline, [...upstream, model]);
  const { studies: path, descriptions, followLinks } = o;
  const source = await openFolder({ path, descriptions, followLinks }, {});
  const samples: CalibrationSample[] = [];
  const take = (sample: CalibrationSample) => void samples.push(sample);
  const store = recordingStore(
    await loadModels(upstream, runtime),
    model.request.name,
    model.source.architecture,
    take,
  );
  const work = compile(
    { ...pipeline, steps: [...steps.before, collecting(o, take)] },
    { ...source.files, models: store },
    {
      now: () => performance.now(),
    },
  );
  const failures: string[] = [];
  const total = Math.min(limit, source.count ?? limit);
  let studies = 0;
  for await (const { study, error } of source.studies) {
    signal.throwIfAborted();
    studies++;
    try {
      if (error !== undefined) throw error;
      await lastValueFrom(work(stateOf(study), { signal }));
    } catch (cause) {
      signal.throwIfAborted();
      failures.push(asSpineError(cause).message);
    }
    o.onStudy?.(studies, total);
    if (studies >= limit) break;
  }
  if (samples.length === 0) throw calibrationEmpty(studies, failures);
  return { samples, studies, failed: failures.length };
};

const collecting = ({ steps, model }: CollectOptions, take: (sample: CalibrationSample) => void): Step => {
  const { architecture } = model.source;
  return architecture.config.kind === 'keypoints'
    ? { ...steps.target, operator: takeStacks(steps.target.operator, architecture.inputs[0]!.name, take) }
    : steps.target;
};
