import { expect } from 'chai';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { dropoutMask } from '../../../../src/models/nn/dropout-mask.ts';
import { graphAssembly } from '../../../../src/models/nn/gradient/graph-assembly.ts';
import { SCALE, TARGET } from '../../../../src/models/nn/gradient/program.ts';
import { tracedOps } from '../../../../src/models/nn/gradient/traced-ops.ts';
import type { Loss } from '../../../../src/models/nn/gradient/update-rule.ts';
import { writePass } from '../../../../src/models/nn/gradient/write-pass.ts';
import { batchNorm, conv } from '../../../../src/models/nn/layers.ts';
import type { Network } from '../../../../src/models/nn/network.ts';
import { encodeModelWithoutWeights } from '../../../../src/models/nn/onnx/encode-model.ts';
import { type Scope, scopeOf } from '../../../../src/models/nn/scope.ts';
import { unitFill } from '../../../../src/models/weights/fill.ts';
import type { StateDict } from '../../../../src/models/weights/state-dict.ts';
import { convnextFeatures } from '../../../../src/models/zoo/convnext.ts';
import { roiFeatures } from '../../../../src/models/zoo/roi-features.ts';
import { studyModel } from '../../../../src/models/zoo/study-model.ts';
import { swinFeatures } from '../../../../src/models/zoo/swin.ts';
import { filledWeights } from '../../../support/filled-weights.ts';
import { float64Interpreter } from './float64-interpreter.ts';
import { count, type Float64Tensor, sizes } from './float64-tensor.ts';

/**
 * Gradients in float32, relative to the longest of the parameter. Networks are small, and smooth where it can be had: a ReLU
 * whose input is within rounding of 0 may be on either side.
 */
const TOLERANCE = 2e-4;
const SAMPLES = 2;

/** A weighted sum of the outputs. */
const weightedSum: Loss = {
  targetShape: (output) => output,
  total: (nn, output, target) => {
    const axes = nn.shapeOf(output).map((_, axis) => axis);
    return nn.reshape(nn.sum(nn.mul(output, target), axes), []);
  },
  divisor: () => 1,
};

const part = (input: readonly number[], build: <T>(at: Scope<T>, x: T) => T): Network => ({
  name: 'a small network',
  inputs: [{ name: 'x', shape: ['n', ...input] }],
  outputNames: ['features'],
  build: (nn, [x]) => [build(scopeOf(nn), x!)],
});

const roi = { inChannels: 1, recurrent: { hidden: 4, layers: 2, bidirectional: true } };

const networks: Readonly<Record<string, Network>> = {
  'ConvNeXt: depthwise and patch convolutions, layer norm, GELU, layer scale': part([1, 64, 64], (at, x) =>
    convnextFeatures({ depths: [1, 1, 1, 1], dims: [4, 6, 8, 10] })(at, x),
  ),
  'Swin: windows, shifts, attention with relative positions, stochastic depth': part([1, 32, 32], (at, x) =>
    swinFeatures({ depths: [2, 2], heads: [1, 2], dim: 4, windowPx: 4, dropPath: 0.5 })(at, x),
  ),
  'norms, pooling, strides, dilation, groups, resizing, joining': part([2, 16, 16], (at, x) => {
    const { nn } = at;
    const stem = nn.relu(
      batchNorm(at.in('bn'), conv(at.in('stem'), x, { out: 4, kernel: 7, stride: 2, padding: 3, bias: false })),
    );
    const small = nn.maxPool(stem, { size: 3, stride: 2, padding: 1 });
    const wide = conv(at.in('dilated'), small, { out: 4, kernel: 3, padding: 2, dilation: 2, groups: 4, bias: false });
    const large = nn.resizeBilinear(batchNorm(at.in('bn2'), wide), { rows: 8, columns: 8, alignCorners: true });
    return conv(at.in('head'), nn.concat([stem, large], 1), { out: 2, kernel: 1, stride: 2 });
  }),
  'slices one after another, and a GRU': part([3, 8, 8], (at, x) =>
    roiFeatures(at, x, {
      ...roi,
      backbone: (place, slice) =>
        place.nn.tanh(place.nn.globalAveragePool(place.nn.maxPool(slice, { size: 3, stride: 2, padding: 1 }))),
    }),
  ),
  'the study model: embeddings and a transformer encoder': {
    name: 'a small study model',
    inputs: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, shape: ['n', 5, 2, 4, 4] })),
    outputNames: ['logits'],
    build: (nn, inputs) => [
      studyModel(scopeOf(nn), inputs, {
        ...roi,
        backbone: (at, slice) => at.nn.tanh(at.nn.globalAveragePool(slice)),
      }).logits,
    ],
  },
};

const inputOf = (name: string, shape: readonly number[]) => unitFill(`input ${name}`, count(shape));
const maskSeed = (index: number) => `mask ${index}`;

interface Pass {
  readonly loss: number;
  readonly gradients: ReadonlyMap<string, ArrayLike<number>>;
}

const inDoublePrecision = (network: Network, weights: StateDict): Pass => {
  const base = float64Interpreter(({ name, shape }) => ({
    shape,
    data: Float64Array.from(weights.get(name)!.data, Number),
  }));
  let masks = 0;
  const mask = (shape: readonly number[], rate: number): Float64Tensor => ({
    shape,
    data: Float64Array.from(dropoutMask(maskSeed(masks++), { shape, rate }).data),
  });
  const { nn, tape, parameters } = tracedOps(base, {
    trains: () => true,
    dropoutMask: (shape, rate) => mask(sizes(shape), rate),
  });
  const inputs = network.inputs.map(({ name, shape }) => {
    const whole = shape.map((size) => (size === 'n' ? SAMPLES : size));
    return tape.fixed({ shape: whole, data: Float64Array.from(inputOf(name, whole)) });
  });
  const [output] = network.build(nn, inputs);
  const target = { shape: output!.value.shape, data: Float64Array.from(inputOf(TARGET, output!.value.shape)) };
  const total = weightedSum.total(nn, output!, tape.fixed(target));
  const gradients = tape.backward(total, { shape: [], data: Float64Array.of(1) });
  const named = parameters().flatMap(({ spec, traced }) => {
    const gradient = gradients.get(traced);
    return gradient === undefined ? [] : [[spec.name, gradient.data] as const];
  });
  return { loss: total.value.data[0]!, gradients: new Map(named) };
};

const inOnnxRuntime = async (network: Network, weights: StateDict): Promise<Pass> => {
  const at = graphAssembly();
  const { loss, gradients } = writePass(at, { network, loss: weightedSum, samples: SAMPLES, trains: () => true });
  const program = at.finish('a pass', [loss, ...gradients.map(({ gradient }) => gradient)]);
  const session = await InferenceSession.create(encodeModelWithoutWeights(program.graph), { logSeverityLevel: 3 });
  try {
    const masks = new Map(program.masks.map((m, index) => [m.name, dropoutMask(maskSeed(index), m).data]));
    const feeds = program.graph.inputs.map(({ name, shape }) => {
      const whole = sizes(shape);
      const known = name === SCALE ? Float32Array.of(1) : masks.get(name);
      const stored = weights.get(name)?.data;
      const data = known ?? (stored instanceof Float32Array ? stored : inputOf(name, whole));
      return [name, new Tensor('float32', data, whole)];
    });
    const results = await session.run(Object.fromEntries(feeds));
    const dataOf = (name: string): Float32Array => {
      const { data } = results[name]!;
      return data instanceof Float32Array ? data : expect.fail(`${name} is not float32`);
    };
    return {
      loss: dataOf(loss.name)[0]!,
      gradients: new Map(gradients.map(({ name, gradient }) => [name, dataOf(gradient.name)])),
    };
  } finally {
    await session.release();
  }
};

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, v) => Math.max(most, Math.abs(v)), 0);

describe('a pass in ONNX Runtime agrees with one in double precision', () => {
  for (const [title, network] of Object.entries(networks))
    it(title, async () => {
      const weights = filledWeights(network);
      const expected = inDoublePrecision(network, weights);
      const found = await inOnnxRuntime(network, weights);
      expect(found.loss).to.be.closeTo(expected.loss, TOLERANCE * Math.max(1, Math.abs(expected.loss)));
      expect([...found.gradients.keys()].sort()).to.eql([...expected.gradients.keys()].sort());
      for (const [name, gradient] of expected.gradients) {
        const allowed = TOLERANCE * Math.max(1e-3, largest(gradient));
        const differences = Array.from(gradient, (value, index) => value - found.gradients.get(name)![index]!);
        expect(largest(differences), name).to.be.below(allowed);
      }
    });
});
