import { elementCount } from '../../domain/image.ts';
import { elementsPerSample, factorOf, type Shape } from './dim.ts';
import { outputCountDiffers } from './errors.ts';
import { expansions, foldedSteps } from './expansions.ts';
import type { AllOps } from './gradient/primitives.ts';
import type { Network, NetworkOutput } from './network.ts';
import type { Kernel, Ops, ParameterSpec } from './ops.ts';
import { parameterTable } from './parameter-table.ts';
import * as rules from './shape-rules.ts';

/** Facts about a network that follow from shapes alone. */
export interface NetworkSummary {
  /** In the order, and with the names, shapes and types, of the PyTorch state dict. */
  readonly parameters: readonly ParameterSpec[];
  readonly outputs: readonly NetworkOutput[];
  /** Number of trained values, without buffers. */
  readonly parameterCount: number;
  /** Multiplications in convolutions and matrix products for one sample. */
  readonly multiplyAdds: number;
  /** Size of the largest result of a convolution or matrix product for one sample, which determines working memory. */
  readonly largestLayer: number;
}

interface Shaped {
  readonly shape: Shape;
}

const shaped = (shape: Shape): Shaped => ({ shape });
const same = (x: Shaped): Shaped => x;

/** Called for each convolution and matrix product with its multiplications and output size, for one sample. */
type OnProduct = (multiplyAdds: number, results: number) => void;

/** The operations of networks, losses and optimisers on shapes alone. */
export const shapeOps = (
  parameter: Kernel<Shaped>['parameter'] = ({ shape }) => shaped(shape),
  onProduct: OnProduct = () => {},
): AllOps<Shaped> => {
  const elementwise = (operation: string) => (a: Shaped, b: Shaped) =>
    shaped(rules.broadcastShape(operation, a.shape, b.shape));
  const kernel: Kernel<Shaped> = {
    parameter,
    constant: (_, shape) => shaped(shape),
    shapeOf: (x) => x.shape,
    add: elementwise('add'),
    sub: elementwise('sub'),
    mul: elementwise('mul'),
    relu: same,
    erf: same,
    sigmoid: same,
    tanh: same,
    rsqrt: same,
    conv2d: (x, weight, _, options) => {
      const shape = rules.conv2dShape(x.shape, weight.shape, options);
      const results = elementsPerSample(shape);
      onProduct(results * elementsPerSample(weight.shape.slice(1)), results);
      return shaped(shape);
    },
    matMul: (a, b) => {
      const shape = rules.matMulShape(a.shape, b.shape);
      const results = elementsPerSample(shape);
      onProduct(results * factorOf(a.shape.at(-1)!), results);
      return shaped(shape);
    },
    mean: (x, axes) => shaped(rules.meanShape(x.shape, axes)),
    softmax: same,
    maxPool: (x, options) => shaped(rules.maxPoolShape(x.shape, options)),
    resizeBilinear: (x, options) => shaped(rules.resizeShape(x.shape, options)),
    reshape: (x, shape) => shaped(rules.reshapeShape(x.shape, shape)),
    transpose: (x, order) => shaped(rules.transposeShape(x.shape, order)),
    slice: (x, range) => shaped(rules.sliceShape(x.shape, range)),
    concat: (parts, axis) => {
      const shapes = parts.map((part) => part.shape);
      return shaped(rules.concatShape(shapes, axis));
    },
    gather: (x, indices) => shaped(rules.gatherShape(x.shape, indices)),
    batchNorm: same,
    dropout: same,
    eachStep: (x, steps, body) => foldedSteps(kernel, x, steps, body),
  };
  const primitives = { sum: kernel.mean, logSoftmax: same, div: elementwise('div'), sqrt: same };
  return { ...kernel, ...expansions(kernel), ...primitives };
};

/** Builds the network with an interpreter's operations and checks that it returns the named outputs. */
export const buildWith = <T>(network: Network, nn: Ops<T>, inputs: readonly T[]): readonly T[] => {
  const outputs = network.build(nn, inputs);
  if (outputs.length !== network.outputNames.length) throw outputCountDiffers(network.outputNames, outputs.length);
  return outputs;
};

/** Interprets the network once with shapes as values. */
export const summaryOf = (network: Network): NetworkSummary => {
  let [multiplyAdds, largestLayer] = [0, 0];
  const table = parameterTable((spec) => shaped(spec.shape));
  const nn = shapeOps(table.get, (added, results) => {
    multiplyAdds += added;
    largestLayer = Math.max(largestLayer, results);
  });
  const inputs = network.inputs.map(({ shape }) => shaped(shape));
  const outputs = buildWith(network, nn, inputs);
  const parameters = table.specs();
  const trained = parameters.filter(({ role }) => role === 'parameter');
  return {
    parameters,
    outputs: outputs.map(({ shape }, index) => ({ name: network.outputNames[index]!, shape })),
    parameterCount: trained.reduce((sum, { shape }) => sum + elementCount(shape), 0),
    multiplyAdds,
    largestLayer,
  };
};

/** The state dict that the network requires: names, shapes, types and roles in PyTorch's order. */
export const parametersOf = (network: Network): readonly ParameterSpec[] => summaryOf(network).parameters;
