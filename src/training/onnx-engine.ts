import { elementCount } from '../domain/image.ts';
import { gradientName } from '../models/nn/gradient/program.ts';
import {
  evaluationProgramOf,
  passProgramOf,
  stepProgramOf,
  updateProgramOf,
} from '../models/nn/gradient/training-programs.ts';
import type { OnnxRuntimeOptions } from '../models/runtime/onnx/onnx-runtime.ts';
import { type ProgramRuntime, startProgramRuntime } from '../models/runtime/onnx/program-runtime.ts';
import { samplesIn } from './batches.ts';
import { startEngine } from './engine.ts';
import { feedsOf, partedStep, type StepContext, wholeStep } from './onnx-step.ts';
import { oncePrepared, programCache } from './program-cache.ts';
import type { EngineOptions, TrainEngine } from './train-engine.ts';
import type { TrainingCompute } from './training-compute.ts';
import type { TrainingPlan } from './training-plan.ts';

const contextOf = (plan: TrainingPlan, runtime: ProgramRuntime): StepContext => {
  const { network, loss, trains, trained, rule, clipNorm, seed } = plan;
  const pass = (samples: number) => ({ network, loss, samples, trains });
  const shapes = new Map(trained.map(({ name, shape }) => [name, shape]));
  return {
    runtime,
    rule,
    seed,
    steps: programCache(runtime, (samples) => stepProgramOf({ ...pass(samples), rule, clipNorm })),
    passes: programCache(runtime, (samples) => passProgramOf(pass(samples))),
    update: oncePrepared(runtime, ({ parameters: reached }) =>
      updateProgramOf(
        reached.map((name) => ({ name, shape: shapes.get(name)! })),
        { rule, clipNorm },
      ),
    ),
  };
};

/** Tensors that accumulate the gradients of a batch's micro-batches. */
const gatheredGradients = ({ trained }: TrainingPlan) =>
  trained.map(({ name, shape }) => ({
    name: gradientName(name),
    shape,
    data: new Float32Array(elementCount(shape)),
  }));

const startOnnxCompute = async (plan: TrainingPlan, how: OnnxRuntimeOptions): Promise<TrainingCompute> => {
  const { network, loss } = plan;
  const runtime = await startProgramRuntime(how);
  const { read, write, average, close } = runtime;
  const context = contextOf(plan, runtime);
  const evaluations = programCache(runtime, (samples) => evaluationProgramOf({ network, loss, samples }));
  if (Number.isFinite(plan.microBatch)) await write(gatheredGradients(plan));
  return {
    name: how.provider === undefined || how.provider === 'cpu' ? 'ONNX Runtime' : `ONNX Runtime on ${how.provider}`,
    ...{ read, write, average, close },
    step: (parts, at) => (parts.length === 1 ? wholeStep(context, parts[0]!, at) : partedStep(context, parts, at)),
    evaluate: async (batch, { scale, prefix, asked }) => {
      const { program, run } = await evaluations(samplesIn(batch));
      const returns = [program.loss, program.output];
      const { results } = await run({ feeds: feedsOf(batch, scale), maskSeed: '', returns, finite: [], prefix }, asked);
      return { loss: results[program.loss]!.data[0]!, output: results[program.output]! };
    },
  };
};

/**
 * Starts training with ONNX Runtime, on the CPU by default: forward, loss, backward, clipping and optimiser are one
 * graph, which runs in a thread that keeps the weights between steps.
 * @throws SpineError if the weights do not match the network, or no parameter is left to train
 *
 * @example
 * import { loadExperiments, startOnnxEngine, trainExperiments } from 'spinestream/training';
 *
 * const { experiments } = await loadExperiments('keypoints.yaml', {});
 * const [end] = await trainExperiments(experiments, {
 *   ...{ data: 'data', out: 'models', fold: 1, existing: 'refuse', checkpointEveryMs: 600_000 },
 *   ...{ now: () => performance.now(), date: () => new Date(), stop: new AbortController().signal },
 *   startEngine: (options) => startOnnxEngine({ ...options, threads: 2 }),
 * });
 * end?.reason; // 'epochs'
 */
export const startOnnxEngine = async ({
  threads,
  provider,
  ...options
}: EngineOptions & OnnxRuntimeOptions): Promise<TrainEngine> =>
  (await startEngine(options, (plan) => startOnnxCompute(plan, { threads, provider }))).engine;
