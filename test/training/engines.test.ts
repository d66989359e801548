import { expect } from 'chai';
import { batchNorm, conv, linear } from '../../src/models/nn/layers.ts';
import type { Network } from '../../src/models/nn/network.ts';
import { scopeOf } from '../../src/models/nn/scope.ts';
import { unitFill } from '../../src/models/weights/fill.ts';
import type { StateDict } from '../../src/models/weights/state-dict.ts';
import { LOSSES } from '../../src/training/losses/built-in.ts';
import { classTargets } from '../../src/training/losses/class-targets.ts';
import { crossEntropy } from '../../src/training/losses/cross-entropy.ts';
import { meanSquaredError } from '../../src/training/losses/mean-squared-error.ts';
import { adamW } from '../../src/training/optimisers.ts';
import type { EngineOptions, TrainBatch, TrainEngine } from '../../src/training/train-engine.ts';
import { filledWeights } from '../support/filled-weights.ts';
import { maxAbsDiff } from '../support/goldens.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { EVERYWHERE, type StartEngine, TFJS_ENGINES } from './test-engines.ts';

/** A convolution, perhaps a norm, dropout and a linear layer: [n, 2, 4, 4] to 3 logits. */
const network = ({ norm = false, dropout = 0 } = {}): Network => ({
  name: 'a small network',
  inputs: [{ name: 'x', shape: ['n', 2, 4, 4] }],
  outputNames: ['logits'],
  build: (nn, [x]) => {
    const at = scopeOf(nn);
    const map = conv(at.in('conv'), x!, { out: 4, kernel: 3, padding: 1 });
    const features = nn.globalAveragePool(nn.relu(norm ? batchNorm(at.in('bn'), map) : map));
    return [linear(at.in('fc'), nn.dropout(features, { rate: dropout, per: 'element' }), { out: 3 })];
  },
});

const LABELS = [0, 1, 2, 0, -100, 1, 2, 0];

const batch = (labels: readonly number[] = LABELS, name = 'x'): TrainBatch => ({
  inputs: { x: { shape: [labels.length, 2, 4, 4], data: unitFill(name, labels.length * 32) } },
  target: { shape: [labels.length, 1, 3], data: classTargets(labels, [1, 2, 4]) },
});

const RATE = { learningRate: 0.01 };

const valuesOf = (weights: StateDict, name: string): readonly number[] => Array.from(weights.get(name)!.data, Number);

const furthest = (a: StateDict, b: StateDict): number =>
  Math.max(...[...a.keys()].map((name) => maxAbsDiff(valuesOf(a, name), valuesOf(b, name))));

const engineTests = (name: string, start: StartEngine): void => {
  const withEngine = async <R>(
    options: Partial<EngineOptions>,
    work: (engine: TrainEngine) => Promise<R>,
  ): Promise<R> => {
    const chosen = options.network ?? network();
    const defaults = { loss: crossEntropy, optimiser: adamW(), seed: 'seed' };
    const engine = await start({ ...defaults, weights: filledWeights(chosen), ...options, network: chosen });
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  };

  const weightsAfter = (options: Partial<EngineOptions>, batches: readonly TrainBatch[]): Promise<StateDict> =>
    withEngine(options, async (engine) => {
      for (const one of batches) await engine.step(one, RATE);
      return (await engine.state()).weights;
    });

  describe(`a training engine on ${name}`, () => {
    it('makes the loss of a batch smaller', () =>
      withEngine({ network: network({ norm: true }) }, async (engine) => {
        const losses: number[] = [];
        for (let step = 0; step < 30; step++) losses.push((await engine.step(batch(), { learningRate: 0.1 })).loss);
        expect(losses.at(-1)).to.be.below(0.5 * losses[0]!);
      }));

    for (const info of LOSSES.filter(({ of, kinds }) => of === 'grades' && kinds === undefined))
      it(`makes the loss ${info.name} smaller, and has it in use as in training`, () =>
        withEngine({ network: network({}), loss: info.bind({}, { classWeights: [1, 2, 4] }) }, async (engine) => {
          const { loss: before } = await engine.evaluate(batch());
          expect((await engine.step(batch(), { learningRate: 0.1 })).loss).to.be.closeTo(before, 1e-6);
          for (let step = 0; step < 20; step++) await engine.step(batch(), { learningRate: 0.1 });
          expect((await engine.evaluate(batch())).loss).to.be.below(0.8 * before);
        }));

    it('has the loss in training and in use where the two do not differ', () =>
      withEngine({}, async (engine) => {
        const { loss, output } = await engine.evaluate(batch());
        expect(output.shape).to.eql([8, 3]);
        expect((await engine.step(batch(), RATE)).loss).to.be.closeTo(loss, 1e-6);
      }));

    it('gives the same step in parts as at once, also where labels are missing', async () => {
      const whole = await weightsAfter({}, [batch(), batch(LABELS.slice(0, 7), 'y')]);
      const parts = await weightsAfter({ microBatch: 3 }, [batch(), batch(LABELS.slice(0, 7), 'y')]);
      expect(furthest(whole, parts)).to.be.below(1e-5);
    });

    it('moves running statistics and counters once a part', async () => {
      const after = await weightsAfter({ network: network({ norm: true }), microBatch: 4 }, [batch()]);
      expect(after.get('bn.num_batches_tracked')!.data[0]).to.equal(2n);
    });

    it('shortens gradients to a length, and reports the length before', async () => {
      const plain = { optimiser: adamW({ eps: 1 }) };
      const norm = await withEngine(plain, async (engine) => (await engine.step(batch(), RATE)).gradientNorm);
      const long = await weightsAfter({ ...plain, clipNorm: norm * 2 }, [batch()]);
      expect(furthest(long, await weightsAfter(plain, [batch()]))).to.equal(0);
      await withEngine({ ...plain, clipNorm: norm / 10 }, async (engine) => {
        expect((await engine.step(batch(), RATE)).gradientNorm).to.be.closeTo(norm, 1e-6);
        const slots = (await engine.state()).optimiser;
        const squares = [...slots].flatMap(([name, { data }]) =>
          name.startsWith('exp_avg/') ? Array.from(data, Number) : [],
        );
        // the mean of gradients after one step is a tenth of the gradient
        expect(Math.hypot(...squares)).to.be.closeTo(norm / 100, 1e-5);
      });
    });

    it('leaves frozen parameters as they are', async () => {
      const before = filledWeights(network());
      const after = await weightsAfter({ freeze: ['conv.*'] }, [batch()]);
      expect(valuesOf(after, 'conv.weight')).to.eql(valuesOf(before, 'conv.weight'));
      expect(valuesOf(after, 'fc.weight')).not.to.eql(valuesOf(before, 'fc.weight'));
    });

    it('refuses patterns that freeze nothing or everything', async () => {
      expect(await rejectionOf(withEngine({ freeze: ['head.*'] }, async () => undefined))).to.include({
        code: 'TRAINING_FREEZES_NOTHING',
        reason: 'freeze: no parameter matches "head.*" (e.g. conv.weight); `*` is a wildcard',
      });
      expect(await rejectionOf(withEngine({ freeze: ['conv*', 'fc*'] }, async () => undefined))).to.include({
        code: 'TRAINING_FREEZES_ALL',
        reason: 'freeze: conv*, fc* leaves nothing to train; freeze fewer parameters',
      });
    });

    it('drops the same elements for the same seed and step, and others for another', async () => {
      const dropping = { network: network({ dropout: 0.5 }) };
      const first = await weightsAfter(dropping, [batch(), batch()]);
      expect(furthest(first, await weightsAfter(dropping, [batch(), batch()]))).to.equal(0);
      expect(furthest(first, await weightsAfter({ ...dropping, seed: 'other' }, [batch(), batch()]))).to.be.above(1e-4);
    });

    it('goes on from a saved state as if it had not stopped', async () => {
      const options = { network: network({ norm: true, dropout: 0.2 }), averageDecay: 0.9 };
      const [saved, straight] = await withEngine(options, async (engine) => {
        await engine.step(batch(), RATE);
        const state = await engine.state();
        await engine.step(batch(LABELS, 'y'), RATE);
        return [state, await engine.state()];
      });
      const resumed = await withEngine(options, async (engine) => {
        await engine.load(saved);
        await engine.step(batch(LABELS, 'y'), RATE);
        return engine.state();
      });
      expect(resumed.step).to.equal(2);
      expect(furthest(resumed.weights, straight.weights)).to.equal(0);
      expect(furthest(resumed.optimiser, straight.optimiser)).to.equal(0);
      expect(furthest(resumed.averaged!, straight.averaged!)).to.equal(0);
    });

    it('refuses a saved state of another network', () =>
      withEngine({}, async (engine) => {
        const state = { ...(await engine.state()), optimiser: new Map() };
        expect(await rejectionOf(engine.load(state))).to.include({
          code: 'TRAINING_STATE_UNFIT',
          reason:
            'the saved state lacks 8 optimiser entries (first: exp_avg/conv.weight); it belongs to another network or optimiser',
        });
      }));

    it('keeps a moving average of the weights, which can be evaluated', () =>
      withEngine({ averageDecay: 0.5 }, async (engine) => {
        const start = valuesOf((await engine.state()).weights, 'fc.bias');
        await engine.step(batch(), RATE);
        const { weights, averaged } = await engine.state();
        const expected = valuesOf(weights, 'fc.bias').map((value, index) => (value + start[index]!) / 2);
        expect(maxAbsDiff(valuesOf(averaged!, 'fc.bias'), expected)).to.be.below(1e-7);
        const [now, mean] = [await engine.evaluate(batch()), await engine.evaluate(batch(), { averaged: true })];
        expect(mean.loss).to.be.above(now.loss);
      }));

    it('refuses averaged weights where none are kept', () =>
      withEngine({}, async (engine) => {
        expect(await rejectionOf(engine.evaluate(batch(), { averaged: true }))).to.include({
          code: 'TRAINING_AVERAGE_NOT_KEPT',
          reason: 'no averaged weights; start the engine with averageDecay',
        });
      }));

    const broken = (): TrainBatch => {
      const good = batch();
      return {
        ...good,
        inputs: { x: { ...good.inputs.x!, data: good.inputs.x!.data.map((v, i) => (i === 200 ? Number.NaN : v)) } },
      };
    };
    for (const [title, options] of Object.entries({ 'at once': {}, 'in parts': { microBatch: 4 } }))
      it(`keeps the weights before a step whose loss is not finite, ${title}`, () =>
        withEngine({ ...options, network: network({ norm: true }) }, async (engine) => {
          await engine.step(batch(), RATE);
          const before = await engine.state();
          const { code, reason } = await rejectionOf(engine.step(broken(), RATE));
          expect(code).to.equal('TRAINING_DIVERGED');
          expect(reason).to.match(/^step 2: the loss is NaN/);
          expect(reason).to.match(
            /the step was not applied; lower the learning rate, clip gradients, or look for images that are not finite$/,
          );
          const after = await engine.state();
          expect(furthest(after.weights, before.weights)).to.equal(0);
          expect(furthest(after.optimiser, before.optimiser)).to.equal(0);
          expect((await engine.step(batch(), RATE)).loss).to.be.finite;
        }));

    for (const [title, options] of Object.entries({ 'at once': {}, 'in parts': { microBatch: 4 } }))
      it(`names the first parameter whose gradient is not finite, ${title}`, () =>
        withEngine(options, async (engine) => {
          expect((await rejectionOf(engine.step(broken(), RATE))).reason).to.contain(
            'the gradient of conv.weight is not finite',
          );
        }));

    for (const [title, options] of Object.entries({ 'at once': {}, 'in parts': { microBatch: 4 } }))
      it(`keeps the weights before a step whose loss is infinite, ${title}`, () =>
        withEngine({ ...options, loss: meanSquaredError }, async (engine) => {
          const before = await engine.state();
          // The square of 1e30 is beyond float32; gradients are not.
          const far = { ...batch(), target: { shape: [8, 3], data: new Float32Array(24).fill(1e30) } };
          const { code, reason } = await rejectionOf(engine.step(far, RATE));
          expect(code).to.equal('TRAINING_DIVERGED');
          expect(reason).to.match(/^step 1: the loss is Infinity/);
          const after = await engine.state();
          expect(furthest(after.weights, before.weights)).to.equal(0);
          expect(furthest(after.optimiser, before.optimiser)).to.equal(0);
        }));

    it('refuses a batch without a single label', () =>
      withEngine({}, async (engine) => {
        expect(await rejectionOf(engine.step(batch([-100, -100]), RATE))).to.include({
          code: 'TRAINING_BATCH_WITHOUT_TARGETS',
          reason:
            'step 1: all labels of the batch are missing, so the loss is undefined; exclude samples without labels',
        });
      }));

    it('refuses targets that do not fit the inputs', () =>
      withEngine({}, async (engine) => {
        const { inputs } = batch();
        const short = { inputs, target: { shape: [7, 1, 3], data: new Float32Array(21) } };
        expect(await rejectionOf(engine.step(short, RATE))).to.include({
          code: 'TRAINING_BATCH_UNFIT',
          reason: 'the batch does not match the network: the target has shape [7, 1, 3], expected [8, 1, 3]',
        });
        const hollow = { inputs, target: { shape: [8, 1, 3], data: new Float32Array(23) } };
        expect((await rejectionOf(engine.step(hollow, RATE))).reason).to.equal(
          'the batch does not match the network: the target says [8, 1, 3], but holds 23 values',
        );
      }));

    it('says what to lower when memory runs out', () => {
      /** A product of 4 TiB. */
      const endless: Network = {
        ...network(),
        build: (nn, [x]) => {
          const n = nn.shapeOf(x!)[0]!;
          const long = nn.mul(nn.reshape(x!, [n, 32, 1]), nn.constant(new Float32Array(2 ** 15), [1, 1, 2 ** 15]));
          const column = nn.reshape(long, [n, 2 ** 20, 1]);
          const features = nn.mean(nn.mul(column, nn.transpose(column, [0, 2, 1])), [1, 2]);
          return [linear(scopeOf(nn, 'fc'), nn.reshape(features, [n, 1]), { out: 3 })];
        },
      };
      return withEngine({ network: endless }, async (engine) => {
        expect(await rejectionOf(engine.step(batch([0]), RATE))).to.include({
          code: 'TRAINING_OUT_OF_MEMORY',
          reason: 'step 1 ran out of memory: it needs another 4194304 MiB; lower microBatch, batch or resolution',
        });
      });
    });

    it('refuses numbers that it cannot train with', async () => {
      const unfit = { microBatch: 0.5, clipNorm: -1, averageDecay: 1 };
      const needs = {
        microBatch: 'an integer, at least 1',
        clipNorm: 'a number above 0',
        averageDecay: 'a number from 0 to below 1',
      };
      for (const option of ['microBatch', 'clipNorm', 'averageDecay'] as const)
        expect(await rejectionOf(withEngine({ [option]: unfit[option] }, async () => undefined))).to.include({
          code: 'TRAINING_OPTION_UNFIT',
          reason: `${option} is ${unfit[option]}, expected ${needs[option]}; correct it in the experiment`,
        });
      const { reason } = await withEngine({}, (engine) =>
        rejectionOf(engine.step(batch(), { learningRate: Number.NaN })),
      );
      expect(reason).to.equal('learningRate is NaN, expected a finite number from 0; correct it in the experiment');
    });

    it('does not change or take the arrays of a batch', () =>
      withEngine({}, async (engine) => {
        const given = batch();
        await engine.step(given, RATE);
        expect(given).to.eql(batch());
      }));

    it('needs no more memory after hundreds of steps, in batches of changing sizes', () =>
      withEngine({}, async (engine) => {
        const grown = async (): Promise<number> => {
          for (let step = 0; step < 100; step++)
            await engine.step(batch(LABELS.slice(step % 20 === 0 ? 2 : step % 2)), RATE);
          return process.memoryUsage().rss;
        };
        const before = await grown();
        expect((await grown()) - before).to.be.below(30e6);
      }));
  });
};

for (const [name, start] of Object.entries({ ...EVERYWHERE, ...TFJS_ENGINES })) engineTests(name, start);
