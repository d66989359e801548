import fc from 'fast-check';
import type { LossOps } from '../../../../src/models/nn/gradient/primitives.ts';
import type { Differentiated } from './directional-derivative.ts';

type Build = Differentiated['build'];

const size = (max = 4) => fc.integer({ min: 1, max });
const shape = (rank: number, max = 4) => fc.tuple(...Array.from({ length: rank }, () => size(max)));

const drawnAs = <A>(arbitrary: fc.Arbitrary<A>, as: (drawn: A) => Differentiated): fc.Arbitrary<Differentiated> =>
  arbitrary.map(as);

/** Away from 0, where ReLU has a corner. */
const awayFromZero = (unit: number) => unit + Math.sign(unit) * 0.01;
const positive = (unit: number) => 1.5 + unit;

const UNARY: Readonly<Record<string, { build: Build; at?: (unit: number) => number }>> = {
  relu: { build: (nn, [x]) => nn.relu(x!), at: awayFromZero },
  erf: { build: (nn, [x]) => nn.erf(x!) },
  sigmoid: { build: (nn, [x]) => nn.sigmoid(x!) },
  tanh: { build: (nn, [x]) => nn.tanh(x!) },
  rsqrt: { build: (nn, [x]) => nn.rsqrt(x!), at: positive },
  gelu: { build: (nn, [x]) => nn.gelu(x!) },
  softmax: { build: (nn, [x]) => nn.softmax(x!) },
  logSoftmax: { build: (nn, [x]) => nn.logSoftmax(x!) },
  'dropout of elements': { build: (nn, [x]) => nn.dropout(x!, { rate: 0.3, per: 'element' }) },
  'dropout of samples': { build: (nn, [x]) => nn.dropout(x!, { rate: 0.3, per: 'sample' }) },
  'mean of the last axis': { build: (nn, [x]) => nn.mean(x!, [2]) },
  'mean of two axes': { build: (nn, [x]) => nn.mean(x!, [0, 2]) },
  'sum of two axes': { build: (nn, [x]) => nn.sum(x!, [0, 1]) },
  reshape: { build: (nn, [x]) => nn.reshape(x!, [nn.shapeOf(x!).reduce<number>((n, d) => n * Number(d), 1)]) },
  transpose: { build: (nn, [x]) => nn.transpose(x!, [2, 0, 1]) },
  'a value used twice': { build: (nn, [x]) => nn.mul(x!, nn.tanh(x!)) },
};

const BINARY: Readonly<Record<string, Build>> = {
  add: (nn, [a, b]) => nn.add(a!, b!),
  sub: (nn, [a, b]) => nn.sub(a!, b!),
  mul: (nn, [a, b]) => nn.mul(a!, b!),
};

const broadcast = fc.tuple(
  shape(3),
  fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  fc.integer({ min: 0, max: 2 }),
);

const CONVOLUTION = {
  n: size(2),
  groups: size(3),
  inPerGroup: size(2),
  outPerGroup: size(2),
  kernel: size(3),
  stride: size(2),
  padding: fc.nat(2),
  dilation: size(2),
  beyond: fc.nat(3),
};

const convolved = (o: Partial<typeof CONVOLUTION>): fc.Arbitrary<Differentiated> =>
  drawnAs(fc.record({ ...CONVOLUTION, ...o }), (c) => {
    const reach = c.dilation * (c.kernel - 1) + 1;
    return {
      shapes: [
        [c.n, c.groups * c.inPerGroup, reach + c.beyond, reach + 1],
        [c.groups * c.outPerGroup, c.inPerGroup, c.kernel, c.kernel],
        [c.groups * c.outPerGroup],
      ],
      build: (nn, [x, weight, bias]) => nn.conv2d(x!, weight!, bias, c),
    };
  });

const normState = <T>(nn: LossOps<T>, channels: number, [weight, bias]: readonly [T, T]) => {
  const constant = () => nn.constant(new Float32Array(channels), [channels]);
  return { weight, bias, runningMean: constant(), runningVar: constant(), batchesTracked: constant() };
};

const gruShapes = (inputs: number, hidden: number) => [
  [3 * hidden, inputs],
  [3 * hidden, hidden],
  [3 * hidden],
  [3 * hidden],
];

const gruWeights = <T>([weightIh, weightHh, biasIh, biasHh]: readonly T[]) => ({
  weightIh: weightIh!,
  weightHh: weightHh!,
  biasIh: biasIh!,
  biasHh: biasHh!,
});

/**
 * Every operation that has a backward rule, as a function of parameters whose shapes are drawn. Whatever differentiates the operations
 * is tested with these.
 */
export const RULE_CASES: Readonly<Record<string, fc.Arbitrary<Differentiated>>> = {
  ...Object.fromEntries(
    Object.entries(UNARY).map(([title, { build, at }]) => [
      title,
      drawnAs(shape(3), (drawn) => ({ shapes: [drawn], build, ...(at ? { at } : {}) })),
    ]),
  ),

  ...Object.fromEntries(
    Object.entries(BINARY).map(([title, build]) => [
      `${title}, with broadcasting`,
      drawnAs(broadcast, ([whole, ones, ahead]) => {
        const part = whole.map((length, axis) => (ones[axis] ? 1 : length)).slice(ahead);
        return { shapes: [whole, part], build };
      }),
    ]),
  ),

  'slice, concat and roll': drawnAs(
    fc.tuple(shape(2), fc.integer({ min: 3, max: 6 })),
    ([[rows, others], columns]) => ({
      shapes: [
        [rows!, columns],
        [rows!, others!],
      ],
      build: (nn, [a, b]) => {
        const part = nn.slice(a!, { axis: 1, start: 1, end: columns - 1 });
        return nn.roll(nn.concat([nn.tanh(part), b!, a!], 1), { axis: 1, shift: 2 });
      },
    }),
  ),

  'gather, with rows that are named several times or never': drawnAs(
    fc.tuple(shape(2), fc.array(fc.nat(3), { minLength: 1, maxLength: 6 })),
    ([[, columns], indices]) => ({ shapes: [[4, columns!]], build: (nn, [x]) => nn.gather(x!, indices) }),
  ),

  'matMul, with leading axes that broadcast': drawnAs(
    fc.tuple(shape(5), fc.boolean()),
    ([[n, heads, rows, inner, columns], shared]) => ({
      shapes: [[n!, heads!, rows!, inner!], shared ? [inner!, columns!] : [1, heads!, inner!, columns!]],
      build: (nn, [a, b]) => nn.matMul(a!, b!),
    }),
  ),

  'linear, with and without a bias': drawnAs(fc.tuple(shape(4), fc.boolean()), ([[n, rows, inputs, out], biased]) => ({
    shapes: [[n!, rows!, inputs!], [out!, inputs!], [out!]],
    build: (nn, [x, weight, bias]) => nn.linear(x!, weight!, biased ? bias! : undefined),
  })),

  'conv2d: strides, padding, groups': convolved({ dilation: fc.constant(1) }),
  'conv2d: dilation, padding, groups': convolved({ stride: fc.constant(1) }),
  'conv2d: strides and dilation together': convolved({ stride: fc.constant(2), dilation: fc.constant(2) }),

  'maxPool with overlapping windows': drawnAs(
    fc.record({ size: size(3), stride: size(2), rows: fc.integer({ min: 3, max: 7 }) }),
    ({ rows, ...pool }) => ({
      shapes: [[2, 2, rows, 5]],
      build: (nn, [x]) => nn.maxPool(x!, { ...pool, padding: Math.floor(pool.size / 2) }),
    }),
  ),

  'resizeBilinear, larger and smaller, by corners and by centres': drawnAs(
    fc.tuple(shape(2), shape(2, 7), fc.boolean()),
    ([[height, width], [rows, columns], alignCorners]) => ({
      shapes: [[2, 2, height!, width!]],
      build: (nn, [x]) => nn.resizeBilinear(x!, { rows: rows!, columns: columns!, alignCorners }),
    }),
  ),

  globalAveragePool: drawnAs(shape(4), (drawn) => ({
    shapes: [drawn],
    build: (nn, [x]) => nn.globalAveragePool(x!),
  })),

  layerNorm: drawnAs(fc.tuple(shape(2), fc.integer({ min: 2, max: 6 })), ([lead, channels]) => ({
    shapes: [[...lead, channels], [channels], [channels]],
    build: (nn, [x, weight, bias]) => nn.layerNorm(x!, { weight: weight!, bias: bias!, eps: 1e-2 }),
  })),

  'batchNorm with statistics of each pass': drawnAs(
    fc.record({ n: fc.integer({ min: 2, max: 3 }), steps: size(3), channels: size(3), rows: size(3) }),
    (c) => ({
      shapes: [[c.n, c.steps * c.channels, c.rows, 2], [c.channels], [c.channels]],
      build: (nn, [x, weight, bias]) =>
        nn.eachStep(x!, c.steps, (step) => nn.batchNorm(step, normState(nn, c.channels, [weight!, bias!]))),
    }),
  ),

  'gru, both directions': drawnAs(shape(4, 3), ([n, steps, inputs, hidden]) => ({
    shapes: [[n!, steps!, inputs!], ...[1, 2].flatMap(() => gruShapes(inputs!, hidden!))],
    build: (nn, [x, ...weights]) => nn.gru(x!, { forward: gruWeights(weights), reverse: gruWeights(weights.slice(4)) }),
  })),
};
