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
import { samplesIn } from './batch-parts.ts';
import { trainingDiverged } from './errors.ts';
import type { CachedProgram } from './program-cache.ts';
import type { StepResult, TrainBatch } from './train-engine.ts';

/** What a step is taken with. */
export interface StepContext {
  readonly runtime: ProgramRuntime;
  readonly rule: UpdateRule;
  readonly seed: string;
  readonly steps: (samples: number) => Promise<CachedProgram<StepProgram>>;
  readonly passes: (samples: number) => Promise<CachedProgram<PassProgram>>;
  readonly update: (of: PassProgram) => Promise<CachedProgram<UpdateProgram>>;
}

export interface StepAt {
  /** Counted from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** One by the divisor of the loss. */
  readonly scale: number;
}

export interface StepOutcome extends StepResult {
  /** How far each counter of batches moved. */
  readonly passes: ReadonlyMap<string, number>;
}

const scalar = (value: number): Tensor => ({ shape: [], data: Float32Array.of(value) });

export const feedsOf = ({ inputs, target }: TrainBatch, scale: number): Readonly<Record<string, Tensor>> => ({
  ...inputs,
  [TARGET]: target,
  [SCALE]: scalar(scale),
});

const scalarFeeds = (rule: UpdateRule, at: StepAt): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(Object.entries(rule.scalars(at)).map(([name, value]) => [scalarName(name), scalar(value)]));

const norms = (
  parameters: readonly string[],
  squared: Float32Array,
): Pick<StepResult, 'gradientNorm' | 'gradientNorms'> => ({
  gradientNorm: Math.sqrt(squared.reduce((sum, value) => sum + value, 0)),
  gradientNorms: new Map(parameters.map((name, index) => [name, Math.sqrt(squared[index]!)])),
});

const firstBad = (parameters: readonly string[], squared: Float32Array): string | undefined =>
  parameters.find((_, index) => !Number.isFinite(squared[index]));

/** A step whose batch goes through at once: one run of one graph. */
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
  const loss = results[program.loss]!.data[0]!;
  const squared = results[program.squaredNorms]!.data;
  if (!written) throw trainingDiverged({ step: at.step, loss, parameter: firstBad(program.parameters, squared) });
  return { loss, ...norms(program.parameters, squared), passes: program.passes };
};

const sumOfPasses = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...b].map(([name, count]) => [name, count + (a.get(name) ?? 0)]));

interface Gathered {
  readonly loss: number;
  readonly passes: ReadonlyMap<string, number>;
}

const gather = async (context: StepContext, parts: readonly TrainBatch[], at: StepAt): Promise<Gathered> => {
  let gathered: Gathered = { loss: 0, passes: new Map() };
  for (const [index, part] of parts.entries()) {
    const { program, run } = await context.passes(samplesIn(part));
    const maskSeed = `${context.seed}/${at.step}/${index}`;
    const request = {
      feeds: feedsOf(part, at.scale),
      maskSeed,
      returns: [program.loss],
      finite: [program.loss],
      prefix: '',
    };
    const { results, written } = await run(request, `step ${at.step}, part ${index + 1} of ${parts.length}`);
    const loss = results[program.loss]!.data[0]!;
    if (!written) throw trainingDiverged({ step: at.step, loss, parameter: undefined });
    gathered = { loss: gathered.loss + loss, passes: sumOfPasses(gathered.passes, program.passes) };
  }
  return gathered;
};

/** A step whose batch goes through in parts: their gradients are summed, then there is one update. */
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
    const squared = results[program.squaredNorms]!.data;
    if (!written) throw trainingDiverged({ step: at.step, loss, parameter: firstBad(program.parameters, squared) });
    return { loss, ...norms(program.parameters, squared), passes };
  } catch (cause) {
    await runtime.write(before);
    throw cause;
  }
};
