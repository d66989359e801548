import { checkWeights } from '../models/nn/check-weights.ts';
import {
  evaluationProgramOf,
  passProgramOf,
  stepProgramOf,
  updateProgramOf,
} from '../models/nn/gradient/training-programs.ts';
import { summaryOf } from '../models/nn/shapes.ts';
import { startProgramRuntime } from '../models/runtime/onnx/program-runtime.ts';
import type { StateDict } from '../models/weights/state-dict.ts';
import { batchParts, samplesIn } from './batch-parts.ts';
import { checkBatch } from './check-batch.ts';
import { checkLearningRate, checkOptions } from './check-options.ts';
import { AVERAGE, fillStore, storedSlots, storedWeights } from './engine-store.ts';
import { averageNotKept, batchWithoutTargets } from './errors.ts';
import { trainedBy } from './frozen-parameters.ts';
import { inTurn } from './in-turn.ts';
import { feedsOf, partedStep, type StepContext, type StepOutcome, wholeStep } from './onnx-step.ts';
import { oncePrepared, programCache } from './program-cache.ts';
import type { EngineOptions, TrainBatch, TrainEngine } from './train-engine.ts';

export interface OnnxEngineOptions extends EngineOptions {
  /** Threads that work on one step. Default: as many as the process may use. */
  readonly threads?: number;
}

/** Weights whose counters of batches have moved. */
const counted = (weights: StateDict, passes: StepOutcome['passes']): StateDict =>
  new Map(
    [...weights].map(([name, weight]) => {
      const moved = passes.get(name);
      if (moved === undefined || weight.dtype !== 'int64') return [name, weight];
      return [name, { ...weight, data: weight.data.map((count) => count + BigInt(moved)) }];
    }),
  );

/**
 * Trains on the CPU with ONNX Runtime: forward, loss, backward, clipping and optimiser are one graph, which runs in a thread
 * that keeps the weights from step to step.
 * @throws SpineError when the weights do not fit the network, or nothing is left to train
 */
export const startOnnxEngine = async (options: OnnxEngineOptions): Promise<TrainEngine> => {
  const {
    network,
    loss,
    optimiser: rule,
    seed,
    microBatch = Number.POSITIVE_INFINITY,
    clipNorm,
    averageDecay,
  } = options;
  checkOptions(options);
  checkWeights(network, options.weights);
  const { parameters, outputs } = summaryOf(network);
  const trains = trainedBy(parameters, options.freeze ?? []);
  const trained = parameters.filter((spec) => spec.role === 'parameter' && trains(spec));
  const target = loss.targetShape(outputs[0]!.shape);
  const gathers = Number.isFinite(microBatch);
  const layout = { trained, rule, gathers, averages: averageDecay !== undefined };

  const runtime = await startProgramRuntime({ threads: options.threads });
  const pass = (samples: number) => ({ network, loss, samples, trains });
  const shapes = new Map(trained.map(({ name, shape }) => [name, shape]));
  const evaluations = programCache(runtime, (samples) => evaluationProgramOf({ network, loss, samples }));
  const context: StepContext = {
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
  const turn = inTurn();
  let weights = options.weights;
  let taken = 0;
  await fillStore(runtime, layout, { weights });

  const step = async (batch: TrainBatch, learningRate: number): Promise<StepOutcome> => {
    checkLearningRate(learningRate);
    checkBatch(network, target, batch);
    const divisor = loss.divisor(batch.target.data);
    if (divisor === 0) throw batchWithoutTargets(taken + 1);
    const at = { step: taken + 1, learningRate, scale: 1 / divisor };
    const parts = batchParts(batch, microBatch);
    const outcome = await (parts.length === 1 ? wholeStep(context, parts[0]!, at) : partedStep(context, parts, at));
    taken = at.step;
    weights = counted(weights, outcome.passes);
    if (averageDecay !== undefined) {
      const names = [...weights].flatMap(([name, { dtype }]) => (dtype === 'float32' ? [name] : []));
      await runtime.average({ names, prefix: AVERAGE, decay: averageDecay });
    }
    return outcome;
  };

  const evaluate: TrainEngine['evaluate'] = async (batch, { averaged = false } = {}) => {
    if (averaged && averageDecay === undefined) throw averageNotKept();
    checkBatch(network, target, batch);
    const { program, run } = await evaluations(samplesIn(batch));
    const [whole] = batchParts(batch, Number.POSITIVE_INFINITY);
    const feeds = feedsOf(whole!, 1 / loss.divisor(batch.target.data));
    const returns = [program.loss, program.output];
    const request = { feeds, maskSeed: '', returns, finite: [], prefix: averaged ? AVERAGE : '' };
    const { results } = await run(request, `an evaluation after step ${taken}`);
    return { loss: results[program.loss]!.data[0]!, output: results[program.output]! };
  };

  return {
    name: 'ONNX Runtime',
    step: (batch, { learningRate }) =>
      turn(async () => {
        const { passes: _, ...result } = await step(batch, learningRate);
        return result;
      }),
    evaluate: (batch, o) => turn(() => evaluate(batch, o)),
    state: () =>
      turn(async () => ({
        weights: await storedWeights(runtime, weights),
        optimiser: await storedSlots(runtime, layout),
        averaged: averageDecay === undefined ? undefined : await storedWeights(runtime, weights, AVERAGE),
        step: taken,
      })),
    load: (state) =>
      turn(async () => {
        checkWeights(network, state.weights);
        await fillStore(runtime, layout, state);
        weights = state.weights;
        taken = state.step;
      }),
    close: () => turn(() => runtime.close()),
  };
};
