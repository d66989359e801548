import pLimit from 'p-limit';
import { checkWeights } from '../models/nn/check-weights.ts';
import type { StateDict } from '../models/weights/state-dict.ts';
import { batchParts, checkBatch } from './batches.ts';
import { AVERAGE, fillStore, storedSlots, storedWeights } from './engine-store.ts';
import { averageNotKept, batchWithoutTargets } from './errors.ts';
import type { EngineOptions, TrainEngine } from './train-engine.ts';
import type { StepOutcome, TrainingCompute } from './training-compute.ts';
import { checkLearningRate, type TrainingPlan, trainingPlan } from './training-plan.ts';

/** Weights with updated batch counters. */
const counted = (weights: StateDict, passes: StepOutcome['passes']): StateDict =>
  new Map(
    [...weights].map(([name, weight]) => {
      const moved = passes.get(name);
      if (moved === undefined || weight.dtype !== 'int64') return [name, weight];
      return [name, { ...weight, data: weight.data.map((count) => count + BigInt(moved)) }];
    }),
  );

const floatNames = (weights: StateDict): readonly string[] =>
  [...weights].flatMap(([name, { dtype }]) => (dtype === 'float32' ? [name] : []));

/** @param given  weights in the store */
const callsOf = (plan: TrainingPlan, compute: TrainingCompute, given: StateDict): Omit<TrainEngine, 'close'> => {
  const { network, loss, target, averageDecay, microBatch } = plan;
  let weights = given; // current names and counters; floats come from the store
  let taken = 0;

  const step: TrainEngine['step'] = async (batch, { learningRate }) => {
    checkLearningRate(learningRate);
    checkBatch(network, target, batch);
    const divisor = loss.divisor(batch.target.data);
    const next = taken + 1;
    if (divisor === 0) throw batchWithoutTargets(next);
    const parts = batchParts(batch, microBatch);
    const { passes, ...result } = await compute.step(parts, { step: next, learningRate, scale: 1 / divisor });
    taken = next;
    weights = counted(weights, passes);
    if (averageDecay !== undefined)
      await compute.average({ names: floatNames(weights), prefix: AVERAGE, decay: averageDecay });
    return result;
  };

  const evaluate: TrainEngine['evaluate'] = async (batch, { averaged = false } = {}) => {
    if (averaged && averageDecay === undefined) throw averageNotKept();
    checkBatch(network, target, batch);
    const [whole] = batchParts(batch, Number.POSITIVE_INFINITY);
    const scale = 1 / loss.divisor(batch.target.data);
    const asked = `an evaluation after step ${taken}`;
    return compute.evaluate(whole!, { scale, prefix: averaged ? AVERAGE : '', asked });
  };

  return {
    name: compute.name,
    step,
    evaluate,
    state: async () => ({
      weights: await storedWeights(compute, weights),
      optimiser: await storedSlots(compute, plan),
      averaged: averageDecay === undefined ? undefined : await storedWeights(compute, weights, AVERAGE),
      step: taken,
    }),
    load: async (state) => {
      checkWeights(network, state.weights);
      await fillStore(compute, plan, state);
      weights = state.weights;
      taken = state.step;
    },
  };
};

/**
 * An engine around any compute: checks, micro-batches, moving averages, counters and saved states. States are
 * interchangeable: any engine can resume from another's state.
 * @throws SpineError if the weights do not match the network, or no parameter is left to train
 */
export const startEngine = async <C extends TrainingCompute>(
  options: EngineOptions,
  start: (plan: TrainingPlan) => Promise<C>,
): Promise<{ readonly engine: TrainEngine; readonly compute: C }> => {
  const plan = trainingPlan(options);
  const compute = await start(plan);
  try {
    await fillStore(compute, plan, { weights: options.weights });
  } catch (error) {
    await compute.close();
    throw error;
  }
  const calls = callsOf(plan, compute, options.weights);
  const turn = pLimit(1); // calls of an engine run one after another
  const engine: TrainEngine = {
    name: calls.name,
    step: (...args) => turn(() => calls.step(...args)),
    evaluate: (...args) => turn(() => calls.evaluate(...args)),
    state: () => turn(calls.state),
    load: (state) => turn(() => calls.load(state)),
    close: () => turn(compute.close),
  };
  return { engine, compute };
};
