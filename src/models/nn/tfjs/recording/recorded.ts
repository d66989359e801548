import type { AllOps } from '../../gradient/primitives.ts';
import type { ParameterSpec } from '../../ops.ts';

/** Operations that are not recorded as calls: `shapeOf` is answered while recording, `roll` is recorded as its decomposition. */
type Others = 'parameter' | 'constant' | 'shapeOf' | 'eachStep' | 'roll';

/** A value among the arguments of a call: its place in the step's operands. */
export interface Operand {
  readonly operand: number;
}

/** A call of an operation as plain data. */
export type Call = {
  readonly [K in Exclude<keyof AllOps<Operand>, Others>]: {
    readonly op: K;
    readonly args: Parameters<AllOps<Operand>[K]>;
  };
}[Exclude<keyof AllOps<Operand>, Others>];

export type Operation =
  | Call
  | { readonly op: 'parameter'; readonly name: string }
  | { readonly op: 'constant'; readonly values: Float32Array; readonly shape: readonly number[] }
  | { readonly op: 'eachStep'; readonly count: number; readonly body: StepBody };

export interface Step {
  /** Number of the resulting value. */
  readonly value: number;
  readonly operation: Operation;
  /** Numbers of the operands. */
  readonly operands: readonly number[];
}

/** Body of `eachStep`. May also use values from outside. */
export interface StepBody {
  readonly input: number;
  /** Rows of the input for each of the batch. */
  readonly rows: number;
  readonly steps: readonly Step[];
  readonly result: number;
}

/** Inputs, steps and outputs as plain data, for replay in another thread. */
export interface Procedure {
  readonly inputs: readonly number[];
  readonly steps: readonly Step[];
  readonly outputs: readonly number[];
}

/** Key of the procedures for a parameter shape. */
export const shapeKey = (shape: readonly number[]): string => shape.join();

type Parameter = Omit<ParameterSpec, 'constructed'>;

/** A network with a symbolic batch. What batch norms, dropout and `eachStep` mean depends on the mode in which it is replayed. */
export interface NetworkRecording extends Procedure {
  readonly name: string;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Elements of the largest value for one sample, which bounds the memory of a batch. */
  readonly largest: number;
  /** In the order of the state dict, without functions. */
  readonly parameters: readonly Parameter[];
}

/** All steps in order, those of a body before the step that it belongs to. */
export const everyStep = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step) =>
    step.operation.op === 'eachStep' ? [...everyStep(step.operation.body.steps), step] : [step],
  );

/** Float parameters that the steps use: the weights of evaluation mode. */
export const usedWeights = ({ steps, parameters }: NetworkRecording): readonly Parameter[] => {
  const all = everyStep(steps);
  const taken = new Set(all.flatMap(({ operands }) => operands));
  const used = new Set(
    all.flatMap(({ value, operation }) => (operation.op === 'parameter' && taken.has(value) ? [operation.name] : [])),
  );
  return parameters.filter(({ name, dtype }) => dtype === 'float32' && used.has(name));
};
