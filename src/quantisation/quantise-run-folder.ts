import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Pipeline } from '../core/pipeline.ts';
import { replaceFile } from '../files/atomic-write.ts';
import { sha256Of } from '../files/sha256.ts';
import { isOnnxConfig } from '../models/external-onnx/onnx-config.ts';
import type { ModelRequest, OpenModel } from '../models/model-store.ts';
import { encodeModel } from '../models/nn/onnx/encode-model.ts';
import type { QuantisedNetwork } from '../models/quantise/quantisation-record.ts';
import { startRuntime } from '../models/runtime/choose-runtime.ts';
import { loadFold, readRunFolder } from '../models/weights/run-folder.ts';
import { zooArchitectureOf } from '../models/zoo-source.ts';
import { gradingPipeline } from '../run/grade-studies.ts';
import { openStoredModel } from '../run/open-stored-model.ts';
import { availableThreads } from '../threads/available-threads.ts';
import { type CollectedSamples, collectSamples } from './collect-samples.ts';
import { pipelineWithoutModel, quantiseForeignFile, quantiseLevel2 } from './errors.ts';
import { labelledLoss, labelsNextTo } from './labelled-loss.ts';
import type { Limits, NetworkEvent, NetworkOptions } from './network-options.ts';
import { quantiseNetwork } from './quantise-network.ts';
import { recordAlone } from './record-alone.ts';
import { stepsBefore } from './steps-before.ts';

export interface QuantiseOptions extends Limits {
  readonly runFolder: string;
  /** Folder of the studies for calibration. */
  readonly studies: string;
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** A pipeline that uses the run folder. */
  readonly pipeline: string;
  /** Folder of run folders for the pipeline; default: that of the run folder. */
  readonly models?: string | undefined;
  readonly variables?: Readonly<Record<string, string>>;
  /** Only this fold; default: those that the pipeline uses. */
  readonly fold?: number | undefined;
  readonly method: NetworkOptions['method'];
  readonly limit: number;
  /** Timed runs of each network. */
  readonly rounds: number;
  readonly threads?: number | undefined;
  readonly signal: AbortSignal;
  readonly onEvent?: ((event: QuantiseEvent) => void) | undefined;
}

export type QuantiseEvent =
  | { readonly type: 'study'; readonly done: number; readonly of: number }
  | { readonly type: 'collected'; readonly samples: number; readonly studies: number; readonly failed: number }
  | ({ readonly fold: number } & (NetworkEvent | { readonly type: 'waiting' }));

/** Name of the int8 network of a fold, in the run folder. */
const int8File = (fold: number, weights: string): string => `fold${fold}-${weights}-int8.onnx`;

/** The model of the pipeline that is this run folder. @throws QUANTISE_PIPELINE_FOREIGN */
const requestFor = ({ name, models }: Pipeline, { runFolder, fold }: QuantiseOptions): ModelRequest => {
  const found = models.find(({ path }) => resolve(path) === resolve(runFolder));
  if (found === undefined)
    throw pipelineWithoutModel(
      name,
      runFolder,
      models.map(({ path }) => path),
    );
  const folds = found.folds === 'out-of-fold' ? 'all' : found.folds;
  return { ...found, folds: fold === undefined ? folds : [fold] };
};

/**
 * Makes int8 networks of a run folder: calibrates them on the inputs that a pipeline gives them on studies, measures both precisions on this machine, and
 * keeps those that are faster and close enough. Writes `quantisation.json` and the kept networks into the run folder.
 * @throws QUANTISE_*, CALIBRATION_EMPTY, and errors of the pipeline, studies and weights
 */
export async function* quantiseRunFolder(o: QuantiseOptions): AsyncGenerator<QuantisedNetwork> {
  const { runFolder, studies, signal, onEvent } = o;
  const { config } = await readRunFolder(runFolder);
  if (isOnnxConfig(config.architecture)) throw quantiseForeignFile(runFolder);
  if (config.architecture.kind === 'level_2') throw quantiseLevel2(runFolder);
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-quantise-'));
  const threads = o.threads ?? availableThreads();
  const { runtime, choice } = await startRuntime({ threads });
  try {
    const { pipeline } = await gradingPipeline({
      ...{ pipeline: o.pipeline, studies, out: folder, models: o.models ?? dirname(resolve(runFolder)) },
      ...(o.variables && { variables: o.variables }),
    });
    const request = requestFor(pipeline, o);
    const model = await openStoredModel(request);
    const steps = stepsBefore(pipeline, request.name);
    if (steps === undefined) throw pipelineWithoutModel(pipeline.name, runFolder, []);
    const collected = await collectSamples({
      ...{ pipeline, steps, model, studies, runtime, signal },
      ...{ descriptions: o.descriptions, followLinks: o.followLinks, limit: o.limit },
      onStudy: (done, of) => onEvent?.({ type: 'study', done, of }),
    });
    const { samples, failed } = collected;
    onEvent?.({ type: 'collected', samples: samples.length, studies: collected.studies, failed });
    const where = { processor: choice.device ?? 'unknown', library: choice.library, pipeline: pipeline.name };
    for (const fold of model.folds)
      yield await quantisedFold(fold, { ...o, model, collected, runtime, folder, threads, where });
  } finally {
    await runtime.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface FoldOptions extends QuantiseOptions {
  readonly model: OpenModel;
  readonly collected: CollectedSamples;
  readonly runtime: Awaited<ReturnType<typeof startRuntime>>['runtime'];
  readonly folder: string;
  readonly threads: number;
  readonly where: Pick<QuantisedNetwork, 'processor' | 'library' | 'pipeline'>;
}

const quantisedFold = async (fold: number, o: FoldOptions): Promise<QuantisedNetwork> => {
  const { model, collected, runFolder, onEvent } = o;
  const { samples, studies } = collected;
  const { weights } = model.request;
  const architecture = zooArchitectureOf(model.folder);
  const labels = await labelsNextTo(o.studies);
  const result = await quantiseNetwork({
    ...o,
    ...{ name: `${basename(resolve(runFolder))} fold ${fold}`, architecture, samples },
    weights: await loadFold(model.folder, fold, weights),
    logLossOf: labels && labelledLoss(architecture.config.kind, samples, labels),
    onEvent: (event) => onEvent?.({ fold, ...event }),
  });
  const name = int8File(fold, weights);
  const bytes = result.graph && encodeModel(result.graph, new Map());
  const made: QuantisedNetwork = {
    ...{ fold, weights, sha256: model.identity.folds.find((one) => one.fold === fold)!.sha256 },
    decision: bytes === undefined ? 'float32' : 'int8',
    ...(result.reason !== undefined && { reason: result.reason }),
    ...(bytes && { file: { name, sha256: sha256Of(bytes) } }),
    ...{ method: result.method, studies, ...o.where },
    ...{ layers: result.layers, float32Layers: result.float32Layers },
    ...{ speed: result.speed, difference: result.difference },
  };
  // The network first, then the record that names it; a network that is no longer kept is removed last.
  const path = join(runFolder, name);
  if (bytes !== undefined) await replaceFile(path, [bytes]);
  await recordAlone(runFolder, made, () => onEvent?.({ type: 'waiting', fold }));
  if (bytes === undefined) await rm(path, { force: true });
  return made;
};
