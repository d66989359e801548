import { factorOf, type Shape } from '../../dim.ts';
import { expansions } from '../../expansions.ts';
import type { AllOps } from '../../gradient/primitives.ts';
import type { Kernel } from '../../ops.ts';
import { foldedShape } from '../../shape-rules.ts';
import { shapeOps } from '../../shapes.ts';
import { replaced } from './arguments.ts';
import type { Call, Operand, Operation, Step } from './recorded.ts';

/** A recorded value that has not been computed. */
export interface Value {
  readonly id: number;
  readonly shape: Shape;
}

export interface Recorder {
  readonly emit: (operation: Operation, operands: readonly Value[], shape: Shape) => Value;
  /** An input value. */
  readonly given: (shape: Shape) => Value;
  /** Records the work into a separate procedure. */
  readonly aside: (work: () => void) => readonly Step[];
}

const isValue = (part: object): part is Value => 'id' in part;

/** Records every operation as it is called; the interpreter of shapes knows them all, and the shapes of their results. */
const callsOf = ({ emit }: Recorder): AllOps<Value> => {
  const recorded = Object.entries(shapeOps()).map(([op, operation]) => {
    const shapeOf = operation as (...args: unknown[]) => { readonly shape: Shape };
    const record = (...args: unknown[]): Value => {
      const operands: Value[] = [];
      const place = (value: Value): Operand => ({ operand: operands.push(value) - 1 });
      const places = args.map((part) => replaced(part, isValue, place));
      return emit({ op, args: places } as Call, operands, shapeOf(...args).shape);
    };
    return [op, record] as const;
  });
  return Object.fromEntries(recorded) as unknown as AllOps<Value>; // under the same names
};

const eachStepOf = ({ emit, given, aside }: Recorder, x: Value, count: number, body: (step: Value) => Value): Value => {
  const [rows] = x.shape;
  const input = given([rows!, ...foldedShape(x.shape, count).slice(1)]);
  let result = input;
  const steps = aside(() => {
    result = body(input);
  });
  const recorded = { input: input.id, rows: factorOf(rows!), steps, result: result.id };
  const [n, ...rest] = result.shape;
  return emit({ op: 'eachStep', count, body: recorded }, [x], [n!, count, ...rest]);
};

/** The recorded operations of networks, losses and optimisers. */
export const recordingOps = (recorder: Recorder, parameter: Kernel<Value>['parameter']): AllOps<Value> => {
  const calls: AllOps<Value> = {
    ...callsOf(recorder),
    parameter,
    constant: (values, shape) => recorder.emit({ op: 'constant', values, shape }, [], shape),
    shapeOf: (x) => x.shape,
    eachStep: (x, count, body) => eachStepOf(recorder, x, count, body),
  };
  return { ...calls, roll: expansions(calls).roll }; // by the operations that it consists of, as interpreters compute it
};
