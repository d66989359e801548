import { expect } from 'chai';
import fc from 'fast-check';
import { batchNorm, conv, linear } from '../../src/models/nn/layers.ts';
import type { Network } from '../../src/models/nn/network.ts';
import { scopeOf } from '../../src/models/nn/scope.ts';
import { unitFill } from '../../src/models/weights/fill.ts';
import type { StateDict } from '../../src/models/weights/state-dict.ts';
import { classTargets } from '../../src/training/losses/class-targets.ts';
import { crossEntropy } from '../../src/training/losses/cross-entropy.ts';
import { startOnnxEngine } from '../../src/training/onnx-engine.ts';
import { adamW } from '../../src/training/optimisers.ts';
import { startTfjsEngine } from '../../src/training/tfjs-engine.ts';
import type { EngineOptions, StepResult, TrainBatch, TrainState } from '../../src/training/train-engine.ts';
import { filledWeights } from '../support/filled-weights.ts';
import { maxAbsDiff } from '../support/goldens.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { EVERYWHERE, type StartEngine, TFJS_BACKENDS } from './test-engines.ts';

/** What a small network is like. */
interface Build {
  readonly channels: number;
  readonly sizePx: number;
  readonly kernel: 1 | 3;
  readonly stride: 1 | 2;
  readonly dilation: 1 | 2;
  readonly steps: number;
  readonly activation: 'relu' | 'gelu' | 'tanh';
  readonly recurrent: boolean;
  readonly dropoutRate: number;
}

/** Steps through a convolution, a norm, an activation and dropout, then perhaps a layer norm and a recurrent layer: to 3 logits. */
const networkOf = (o: Build): Network => ({
  name: 'a small network',
  inputs: [{ name: 'x', shape: ['n', o.steps * o.channels, o.sizePx, o.sizePx] }],
  outputNames: ['logits'],
  build: (nn, [x]) => {
    const at = scopeOf(nn);
    const { kernel, stride, dilation } = o;
    const shape = { kernel, stride, dilation, padding: kernel === 1 ? 0 : dilation, bias: false };
    const seen = nn.eachStep(x!, o.steps, (step) => {
      const map = nn[o.activation](batchNorm(at.in('bn'), conv(at.in('conv'), step, { ...shape, out: 4 })));
      return nn.globalAveragePool(nn.dropout(map, { rate: o.dropoutRate, per: 'element' }));
    });
    const weights = (name: string) => ({
      weightIh: at.parameter(`${name}.weight_ih`, [12, 4]),
      weightHh: at.parameter(`${name}.weight_hh`, [12, 4]),
      biasIh: at.parameter(`${name}.bias_ih`, [12]),
      biasHh: at.parameter(`${name}.bias_hh`, [12]),
    });
    const states = o.recurrent ? nn.gru(seen, { forward: weights('gru') }) : seen;
    const mean = nn.reshape(nn.mean(states, [1]), [nn.shapeOf(x!)[0]!, 4]);
    return [linear(at.in('fc'), nn.dropout(mean, { rate: o.dropoutRate, per: 'sample' }), { out: 3 })];
  },
});

const PLAIN: Build = {
  ...{ channels: 1, sizePx: 6, kernel: 3, stride: 1, dilation: 1, steps: 2 },
  ...{ activation: 'gelu', recurrent: true, dropoutRate: 0.2 },
};

const batchOf = (build: Build, samples: number, name = 'x'): TrainBatch => {
  const shape = [samples, build.steps * build.channels, build.sizePx, build.sizePx];
  const labels = Array.from({ length: samples }, (_, sample) => (sample % 5 === 4 ? -100 : sample % 3));
  return {
    inputs: {
      x: {
        shape,
        data: unitFill(
          name,
          shape.reduce((a, b) => a * b),
        ),
      },
    },
    target: { shape: [samples, 1, 3], data: classTargets(labels, [1, 2, 4]) },
  };
};

/** Small gradients move parameters little, so that rounding is not blown up as it is by Adam's own division by their size. */
const optimiser = adamW({ eps: 0.01 });

const optionsFor = (build: Build): EngineOptions => {
  const network = networkOf(build);
  return { network, weights: filledWeights(network), loss: crossEntropy, optimiser, seed: 'seed', averageDecay: 0.5 };
};

const furthest = (a: StateDict, b: StateDict): number =>
  Math.max(
    ...[...a].map(([name, { data }]) => maxAbsDiff(Array.from(data, Number), Array.from(b.get(name)!.data, Number))),
  );

interface Trained {
  readonly steps: readonly StepResult[];
  readonly state: TrainState;
  readonly loss: number;
}

const trainedOn = async (
  start: StartEngine,
  options: EngineOptions,
  batches: readonly TrainBatch[],
): Promise<Trained> => {
  const engine = await start(options);
  try {
    const steps: StepResult[] = [];
    for (const batch of batches) steps.push(await engine.step(batch, { learningRate: 0.01 }));
    const { loss } = await engine.evaluate(batches[0]!, { averaged: true });
    return { steps, state: await engine.state(), loss };
  } finally {
    await engine.close();
  }
};

const undilated: fc.Arbitrary<Build> = fc.record({
  channels: fc.integer({ min: 1, max: 3 }),
  sizePx: fc.integer({ min: 4, max: 9 }),
  kernel: fc.constantFrom(1, 3),
  stride: fc.constantFrom(1, 2),
  dilation: fc.constant(1 as const),
  steps: fc.integer({ min: 1, max: 3 }),
  activation: fc.constantFrom('relu', 'gelu', 'tanh'),
  recurrent: fc.boolean(),
  dropoutRate: fc.constantFrom(0, 0.3),
});

/** TensorFlow.js has no convolutions that are both strided and dilated. */
const builds = fc.oneof(
  undilated,
  undilated.map((build): Build => ({ ...build, stride: 1, dilation: 2 })),
);

describe('the two training engines', () => {
  /** float32, some hundred operations; values are of the order of 1. */
  const TOL = 2e-5;

  it('take the same steps with random small networks, dropout and all', () =>
    fc.assert(
      fc.asyncProperty(
        builds,
        fc.record({
          samples: fc.integer({ min: 4, max: 7 }),
          microBatch: fc.constantFrom(undefined, 2, 3),
          clipNorm: fc.constantFrom(undefined, 0.05),
        }),
        async (build, { samples, microBatch, clipNorm }) => {
          const parts = {
            ...(microBatch !== undefined && { microBatch }),
            ...(clipNorm !== undefined && { clipNorm }),
          };
          const options = { ...optionsFor(build), ...parts };
          const batches = [batchOf(build, samples), batchOf(build, samples + 1, 'y')];
          const [a, b] = [
            await trainedOn(EVERYWHERE['ONNX Runtime']!, options, batches),
            await trainedOn(EVERYWHERE['TensorFlow.js, wasm']!, options, batches),
          ];
          for (const [index, { loss, gradientNorms }] of a.steps.entries()) {
            const other = b.steps[index]!;
            expect(other.loss).to.be.closeTo(loss, TOL);
            expect([...other.gradientNorms.keys()]).to.eql([...gradientNorms.keys()]);
            expect(maxAbsDiff([...other.gradientNorms.values()], [...gradientNorms.values()])).to.be.below(TOL);
          }
          expect(b.loss).to.be.closeTo(a.loss, TOL);
          expect([...b.state.weights.keys()]).to.eql([...a.state.weights.keys()]);
          expect([...b.state.optimiser.keys()]).to.eql([...a.state.optimiser.keys()]);
          for (const part of ['weights', 'optimiser', 'averaged'] as const)
            expect(furthest(a.state[part]!, b.state[part]!), part).to.be.below(TOL);
        },
      ),
      { numRuns: 6, seed: 5 },
    )).timeout(60_000);

  const starts: readonly (readonly [string, StartEngine, StartEngine])[] = [
    ['ONNX Runtime to TensorFlow.js', EVERYWHERE['ONNX Runtime']!, EVERYWHERE['TensorFlow.js, wasm']!],
    ['TensorFlow.js to ONNX Runtime', EVERYWHERE['TensorFlow.js, wasm']!, EVERYWHERE['ONNX Runtime']!],
  ];
  for (const [title, first, second] of starts)
    it(`go on from each other's states: ${title}`, async () => {
      const options = optionsFor(PLAIN);
      const batches = [batchOf(PLAIN, 4), batchOf(PLAIN, 4, 'y')];
      const straight = await trainedOn(first, options, batches);
      const { state } = await trainedOn(first, options, batches.slice(0, 1));
      const engine = await second(options);
      await engine.load(state);
      await engine.step(batches[1]!, { learningRate: 0.01 });
      const after = await engine.state();
      await engine.close();
      expect(after.step).to.equal(2);
      for (const part of ['weights', 'optimiser', 'averaged'] as const)
        expect(furthest(straight.state[part]!, after[part]!), part).to.be.below(TOL);
    });
});

describe('the TensorFlow.js engine', () => {
  it('is named after its backend', async () => {
    const engine = await startTfjsEngine({ ...optionsFor(PLAIN), backend: 'wasm' });
    expect(engine.name).to.equal('TensorFlow.js (wasm)');
    await engine.close();
  });

  const ways = TFJS_BACKENDS.flatMap((backend) => [
    { title: `at once, ${backend}`, backend, parts: {} },
    { title: `in parts, ${backend}`, backend, parts: { microBatch: 2 } },
  ]);
  for (const { title, backend, parts } of ways)
    it(`holds as many tensors, and bytes, after each of 200 steps as after one, also after one that diverged, ${title}`, async () => {
      const engine = await startTfjsEngine({ ...optionsFor({ ...PLAIN, sizePx: 4 }), ...parts, backend });
      const batch = batchOf({ ...PLAIN, sizePx: 4 }, 4);
      await engine.step(batch, { learningRate: 0.01 });
      const before = await engine.memory();
      for (let step = 0; step < 200; step++) {
        await engine.step(batch, { learningRate: 0.01 });
        expect(await engine.memory(), `step ${step}`).to.eql(before);
      }
      const endless = {
        ...batch,
        inputs: { x: { ...batch.inputs.x!, data: batch.inputs.x!.data.map(() => Number.NaN) } },
      };
      expect((await rejectionOf(engine.step(endless, { learningRate: 0.01 }))).code).to.equal('TRAINING_DIVERGED');
      await engine.evaluate(batch, { averaged: true });
      expect(await engine.memory()).to.eql(before);
      await engine.close();
    });

  it('refuses a backend that is not there, naming it', async () => {
    const { code, reason } = await rejectionOf(startTfjsEngine({ ...optionsFor(PLAIN), backend: 'tfjs-node-gpu' }));
    expect(code).to.equal('RUNTIME_BACKEND_UNAVAILABLE');
    expect(reason).to.match(/^backend tfjs-node-gpu is not available: /);
  });

  it('runs the same update rule as ONNX Runtime where parameters have ranks of their own', async () => {
    const options = { ...optionsFor(PLAIN), optimiser: adamW() };
    const [a, b] = [await startOnnxEngine(options), await startTfjsEngine({ ...options, backend: 'wasm' })];
    const { optimiser: onOnnx } = await a.state();
    const { optimiser: onTfjs } = await b.state();
    await Promise.all([a.close(), b.close()]);
    expect(onTfjs).to.eql(onOnnx);
  });
});
