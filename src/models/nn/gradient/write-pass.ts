import { atBatch, type Shape } from '../dim.ts';
import type { Network } from '../network.ts';
import type { GraphValue } from '../onnx/graph-builder.ts';
import type { ParameterSpec } from '../ops.ts';
import { buildWith } from '../shapes.ts';
import type { GraphAssembly } from './graph-assembly.ts';
import { SCALE, TARGET } from './program.ts';
import { tracedOps } from './traced-ops.ts';
import type { Loss } from './update-rule.ts';

export interface PassRequest {
  readonly network: Network;
  readonly loss: Loss;
  /** Number of samples in the batch. */
  readonly samples: number;
  readonly trains: (spec: ParameterSpec) => boolean;
}

export interface Gradient {
  readonly name: string;
  readonly parameter: GraphValue;
  readonly gradient: GraphValue;
}

/** The inputs of a network for a batch size. */
const inputsOf = (at: GraphAssembly, { network, samples }: Pick<PassRequest, 'network' | 'samples'>) =>
  network.inputs.map(({ name, shape }) => at.fed(name, atBatch(shape, samples)));

const targetOf = (at: GraphAssembly, loss: Loss, output: Shape): GraphValue => at.fed(TARGET, loss.targetShape(output));

/** Writes the forward and backward pass of a network in training mode; running statistics are updated in the store. */
export const writePass = (at: GraphAssembly, request: PassRequest) => {
  const { network, loss, trains } = request;
  const { nn, tape, parameters, running } = tracedOps(at.nn, { trains, dropoutMask: at.mask });
  const [output] = buildWith(network, nn, inputsOf(at, request).map(tape.fixed));
  const target = targetOf(at, loss, at.nn.shapeOf(output!.value));
  const scale = at.fed(SCALE, []);
  const total = loss.total(nn, output!, tape.fixed(target));
  const gradients = tape.backward(total, scale);

  const known = parameters();
  for (const { spec, traced } of known) {
    const buffer = running.buffers.get(traced);
    if (buffer !== undefined) at.write(spec.name, buffer);
  }
  return {
    output: output!.value,
    /** After division, []. */
    loss: at.nn.mul(total.value, scale),
    /**
     * Gradients of the trained parameters that the loss depends on, in the network's order. Later nodes should keep this order: ONNX Runtime starts
     * with the last ones written and so uses each gradient as soon as it is known, which keeps few alive.
     */
    gradients: known.flatMap(({ spec: { name }, traced }): readonly Gradient[] => {
      const gradient = gradients.get(traced);
      return gradient === undefined ? [] : [{ name, parameter: traced.value, gradient }];
    }),
    passes: new Map<string, number>(
      known.flatMap(({ spec, traced }) => {
        const count = running.passes.get(traced);
        return count === undefined ? [] : [[spec.name, count]];
      }),
    ),
  };
};

/** Writes a network in evaluation mode and its loss. */
export const writeEvaluation = (at: GraphAssembly, request: Pick<PassRequest, 'network' | 'loss' | 'samples'>) => {
  const [output] = buildWith(request.network, at.nn, inputsOf(at, request));
  const target = targetOf(at, request.loss, at.nn.shapeOf(output!));
  return { output: output!, loss: at.nn.mul(request.loss.total(at.nn, output!, target), at.fed(SCALE, [])) };
};
