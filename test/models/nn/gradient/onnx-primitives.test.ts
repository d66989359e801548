import { expect } from 'chai';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { graphAssembly } from '../../../../src/models/nn/gradient/graph-assembly.ts';
import type { Differentiable } from '../../../../src/models/nn/gradient/primitives.ts';
import { encodeModelWithoutWeights } from '../../../../src/models/nn/onnx/encode-model.ts';
import type { Conv2dOptions } from '../../../../src/models/nn/ops.ts';
import { conv2dShape } from '../../../../src/models/nn/shape-rules.ts';
import { unitFill } from '../../../../src/models/weights/fill.ts';
import { float64Interpreter } from './float64-interpreter.ts';
import { count, type Float64Tensor, sizes } from './float64-tensor.ts';

/** Float32 sums of up to a few hundred terms of size 1. */
const TOLERANCE = 2e-5;

interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly build: <T>(nn: Differentiable<T>, inputs: readonly T[]) => T;
  readonly values?: (unit: number) => number;
}

const valuesOf = ({ shapes, values = (unit) => unit }: Case): readonly Float32Array[] =>
  shapes.map((shape, index) => unitFill(`operand ${index}`, count(shape)).map(values));

const inDoublePrecision = (c: Case): Float64Tensor => {
  const nn = float64Interpreter(() => expect.fail('no parameters here'));
  const operands = valuesOf(c).map((data, index) => ({ shape: c.shapes[index]!, data: Float64Array.from(data) }));
  return c.build(nn, operands);
};

const inOnnxRuntime = async (c: Case): Promise<{ shape: readonly number[]; data: Float32Array }> => {
  const at = graphAssembly();
  const operands = c.shapes.map((shape, index) => at.fed(`operand ${index}`, shape));
  const result = c.build(at.nn, operands);
  const { graph } = at.finish('a primitive', [result]);
  const session = await InferenceSession.create(encodeModelWithoutWeights(graph), { logSeverityLevel: 3 });
  try {
    const feeds = valuesOf(c).map((data, index) => [`operand ${index}`, new Tensor('float32', data, c.shapes[index]!)]);
    const { data, dims } = (await session.run(Object.fromEntries(feeds)))[result.name]!;
    if (!(data instanceof Float32Array)) throw new Error('the result is not float32');
    return { shape: dims, data };
  } finally {
    await session.release();
  }
};

const agrees = async (c: Case): Promise<void> => {
  const expected = inDoublePrecision(c);
  const found = await inOnnxRuntime(c);
  expect(found.shape).to.eql(expected.shape);
  found.data.forEach((value, index) => {
    expect(value, `element ${index}`).to.be.closeTo(
      expected.data[index]!,
      TOLERANCE * Math.max(1, Math.abs(expected.data[index]!)),
    );
  });
};

const holds = <A>(arbitrary: fc.Arbitrary<A>, made: (drawn: A) => Case): Promise<void> =>
  fc.assert(
    fc.asyncProperty(arbitrary, (drawn) => agrees(made(drawn))),
    { numRuns: 25, seed: 1 },
  );

const size = (max = 4) => fc.integer({ min: 1, max });
const positive = (unit: number) => unit + 1.5;

describe('the primitives in ONNX Runtime agree with their definitions', () => {
  const simple: Readonly<Record<string, Case>> = {
    div: { shapes: [[2, 3], [3]], build: (nn, [a, b]) => nn.div(a!, b!), values: positive },
    sqrt: { shapes: [[2, 3]], build: (nn, [a]) => nn.sqrt(a!), values: positive },
    exp: { shapes: [[2, 3]], build: (nn, [a]) => nn.exp(a!) },
    'isPositive, also of 0': {
      shapes: [[9]],
      build: (nn, [a]) => nn.isPositive(nn.mul(nn.relu(a!), nn.constant(Float32Array.of(1e-30), []))),
    },
    'sum over the first and last axis': { shapes: [[2, 3, 4]], build: (nn, [a]) => nn.sum(a!, [0, 2]) },
    logSoftmax: { shapes: [[2, 3, 4]], build: (nn, [a]) => nn.logSoftmax(a!) },
    expand: { shapes: [[2, 1, 3]], build: (nn, [a]) => nn.expand(a!, [2, 4, 3]) },
    pad: { shapes: [[2, 3]], build: (nn, [a]) => nn.pad(a!, { axis: 1, before: 2, after: 1 }) },
    'pad by nothing': { shapes: [[2, 3]], build: (nn, [a]) => nn.pad(nn.exp(a!), { axis: 1, before: 0, after: 0 }) },
    scatterAdd: { shapes: [[4, 3]], build: (nn, [a]) => nn.scatterAdd(a!, [1, 0, 1, 4], 5) },
  };
  for (const [title, example] of Object.entries(simple)) it(title, () => agrees(example));

  it('maxPoolWithGradient, where windows overlap and values are equal', () =>
    holds(fc.record({ size: size(3), stride: size(2), rows: fc.integer({ min: 3, max: 7 }) }), ({ rows, ...pool }) => ({
      shapes: [[2, 2, rows, 5]],
      values: (unit) => Math.round(unit * 2),
      build: (nn, [x]) => {
        const pooled = nn.maxPoolWithGradient(x!, { ...pool, padding: Math.floor(pool.size / 2) });
        return pooled.gradient(nn.exp(pooled.value));
      },
    })));

  interface Convolved {
    readonly x: readonly number[];
    readonly weight: readonly number[];
    readonly y: readonly number[];
    readonly options: Conv2dOptions;
  }
  const convolution: fc.Arbitrary<Convolved> = fc
    .record({
      n: size(3),
      groups: size(3),
      inPerGroup: size(3),
      outPerGroup: size(2),
      kernel: fc.constantFrom(1, 2, 3, 4),
      stride: size(4),
      padding: fc.nat(3),
      dilation: size(2),
      beyond: fc.nat(4),
    })
    .map((c) => {
      const reach = c.dilation * (c.kernel - 1) + 1;
      const x = [c.n, c.groups * c.inPerGroup, reach + c.beyond, reach + 1];
      const weight = [c.groups * c.outPerGroup, c.inPerGroup, c.kernel, c.kernel];
      return { x, weight, y: sizes(conv2dShape(x, weight, c)), options: c };
    });

  it('convInputGradient: strides, padding, dilation, groups', () =>
    holds(convolution, ({ x, weight, y, options }) => ({
      shapes: [y, weight],
      build: (nn, [upstream, kernels]) => nn.convInputGradient(upstream!, kernels!, x, options),
    })));

  it('convWeightGradient: strides, padding, dilation, groups', () =>
    holds(convolution, ({ x, weight, y, options }) => ({
      shapes: [x, y],
      build: (nn, [map, upstream]) => nn.convWeightGradient(map!, upstream!, weight, options),
    })));

  it('convWeightGradient: large kernels, one for each channel', () => {
    const side = fc.integer({ min: 4, max: 9 });
    const drawn = fc.record({ n: size(3), groups: fc.integer({ min: 2, max: 4 }), rows: side, columns: side });
    return holds(fc.tuple(drawn, fc.integer({ min: 2, max: 4 })), ([{ n, groups, rows, columns }, padding]) => {
      const [x, weight, options] = [[n, groups, rows, columns], [groups, 1, 7, 7], { padding, groups }];
      return {
        shapes: [x, sizes(conv2dShape(x, weight, options))],
        build: (nn, [map, upstream]) => nn.convWeightGradient(map!, upstream!, weight, options),
      };
    });
  });
});
