import type { Tensor } from '../domain/image.ts';
import {
  gradientName,
  type PassProgram,
  SCALE,
  type StepProgram,
  scalarName,
  TARGET,
  type UpdateProgram,
} from '../models/nn/gradient/program.ts';
import type { UpdateRule } from '../models/nn/gradient/update-rule.ts';
import type { ProgramRuntime } from '../models/runtime/onnx/program-runtime.ts';
import { samplesIn } from './batches.ts';
import { trainingDiverged } from './errors.ts';
import type { CachedProgram } from './program-cache.ts';
import type { TrainBatch } from './train-engine.ts';
import { outcomeOf, type StepAt, type StepOutcome } from './training-compute.ts';

/** Inputs and settings of a step. */
export interface StepContext {
  readonly runtime: ProgramRuntime;
  readonly rule: UpdateRule;
  readonly seed: string;
  readonly steps: (samples: number) => Promise<CachedProgram<StepProgram>>;
  readonly passes: (samples: number) => Promise<CachedProgram<PassProgram>>;
  readonly update: (of: PassProgram) => Promise<CachedProgram<UpdateProgram>>;
}

const scalar = (value: number): Tensor => ({ shape: [], data: Float32Array.of(value) });

export const feedsOf = ({ inputs, target }: TrainBatch, scale: number): Readonly<Record<string, Tensor>> => ({
  ...inputs,
  [TARGET]: target,
  [SCALE]: scalar(scale),
});

const scalarFeeds = (rule: UpdateRule, at: StepAt): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(Object.entries(rule.scalars(at)).map(([name, value]) => [scalarName(name), scalar(value)]));

/** A step with the whole batch: a single run of one graph. */
export const wholeStep = async (context: StepContext, batch: TrainBatch, at: StepAt): Promise<StepOutcome> => {
  const { program, run } = await context.steps(samplesIn(batch));
  const outputs = [program.loss, program.squaredNorms];
  const request = {
    feeds: { ...feedsOf(batch, at.scale), ...scalarFeeds(context.rule, at) },
    maskSeed: `${context.seed}/${at.step}/0`,
    returns: outputs,
    finite: outputs,
    prefix: '',
  };
  const { results, written } = await run(request, `step ${at.step}`);
  const { parameters, passes } = program;
  const loss = results[program.loss]!.data[0]!;
  const squaredNorms = results[program.squaredNorms]!.data;
  return outcomeOf(at.step, { loss, passes, written, parameters, squaredNorms });
};

const sumOfPasses = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...b].map(([name, count]) => [name, count + (a.get(name) ?? 0)]));

interface Gathered {
  readonly loss: number;
  readonly passes: ReadonlyMap<string, number>;
}

/** The first parameter with a non-finite accumulated gradient. */
const firstBadInStore = async (runtime: ProgramRuntime, parameters: readonly string[]): Promise<string | undefined> => {
  for (const parameter of parameters) {
    const [gradient] = await runtime.read([gradientName(parameter)]);
    if (gradient?.data.some((value) => !Number.isFinite(value))) return parameter;
  }
  return undefined;
};

const gather = async (context: StepContext, parts: readonly TrainBatch[], at: StepAt): Promise<Gathered> => {
  let gathered: Gathered = { loss: 0, passes: new Map() };
  for (const [index, part] of parts.entries()) {
    const { program, run } = await context.passes(samplesIn(part));
    const feeds = feedsOf(part, at.scale);
    const maskSeed = `${context.seed}/${at.step}/${index}`;
    // Non-finite values enter the store anyway: the step is undone, and the gradients tell which failed first.
    const request = { feeds, maskSeed, returns: [program.loss], finite: [], prefix: '' };
    const { results } = await run(request, `step ${at.step}, part ${index + 1} of ${parts.length}`);
    const loss = results[program.loss]!.data[0]!;
    if (!Number.isFinite(loss)) {
      const parameter = await firstBadInStore(context.runtime, program.parameters);
      throw trainingDiverged({ step: at.step, loss, parameter });
    }
    gathered = { loss: gathered.loss + loss, passes: sumOfPasses(gathered.passes, program.passes) };
  }
  return gathered;
};

/** A step with micro-batches: accumulates their gradients, then updates once. */
export const partedStep = async (
  context: StepContext,
  parts: readonly TrainBatch[],
  at: StepAt,
): Promise<StepOutcome> => {
  const { runtime, rule } = context;
  const { program: pass } = await context.passes(samplesIn(parts[0]!));
  const gradients = new Set(pass.parameters.map(gradientName));
  const before = await runtime.read(pass.writes.map(({ name }) => name).filter((name) => !gradients.has(name)));
  await runtime.clear([...gradients]);
  try {
    const { loss, passes } = await gather(context, parts, at);
    const { program, run } = await context.update(pass);
    const outputs = [program.squaredNorms];
    const request = { feeds: scalarFeeds(rule, at), maskSeed: '', returns: outputs, finite: outputs, prefix: '' };
    const { results, written } = await run(request, `the update of step ${at.step}`);
    const squaredNorms = results[program.squaredNorms]!.data;
    return outcomeOf(at.step, { loss, passes, written, parameters: program.parameters, squaredNorms });
  } catch (cause) {
    await runtime.write(before);
    throw cause;
  }
};
