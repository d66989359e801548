import { expect } from 'chai';
import { conv, linear } from '../../src/models/nn/layers.ts';
import type { Network } from '../../src/models/nn/network.ts';
import { scopeOf } from '../../src/models/nn/scope.ts';
import { locateBackend } from '../../src/models/runtime/tfjs/locate-backend.ts';
import { unitFill } from '../../src/models/weights/fill.ts';
import type { EngineChoice } from '../../src/training/choose-engine.ts';
import { classTargets } from '../../src/training/losses/class-targets.ts';
import { crossEntropy } from '../../src/training/losses/cross-entropy.ts';
import { adamW } from '../../src/training/optimisers.ts';
import { startChosenEngine } from '../../src/training/start-chosen-engine.ts';
import { filledWeights } from '../support/filled-weights.ts';

const SAMPLES = 4;
const network: Network = {
  name: 'a network of each kind of sum',
  inputs: [{ name: 'x', shape: ['n', 2, 24, 24] }],
  outputNames: ['logits'],
  build: (nn, [x]) => {
    const at = scopeOf(nn);
    const map = nn.relu(conv(at.in('conv'), x!, { out: 16, kernel: 3, padding: 1 }));
    const pooled = nn.maxPool(map, { size: 3, stride: 2, padding: 1 });
    return [linear(at.in('fc'), nn.globalAveragePool(nn.dropout(pooled, { rate: 0.2, per: 'element' })), { out: 3 })];
  },
};

/** Weights after three steps, and the name of the engine. */
const trained = async (choice: Omit<EngineChoice, 'why'>) => {
  const options = { network, weights: filledWeights(network), loss: crossEntropy, optimiser: adamW(), seed: 's' };
  const engine = await startChosenEngine({ ...choice, why: '' }, options, 2);
  try {
    for (let step = 1; step <= 3; step++) {
      const x = { shape: [SAMPLES, 2, 24, 24], data: unitFill(`x ${step}`, SAMPLES * 2 * 24 * 24) };
      await engine.step(
        { inputs: { x }, target: { shape: [SAMPLES, 1, 3], data: classTargets([0, 1, 2, 1]) } },
        { learningRate: 1e-2 },
      );
    }
    const { weights } = await engine.state();
    return { name: engine.name, weights: [...weights].map(([name, { data }]) => [name, [...data]]) };
  } finally {
    await engine.close();
  }
};

describe('a deterministic engine', function () {
  this.timeout(120_000);
  const before = { ...process.env };
  afterEach(() => {
    for (const name of ['TF_DETERMINISTIC_OPS', 'TF_CUDNN_DETERMINISTIC'])
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
  });

  const engines = [
    { engine: 'onnx', backend: undefined },
    { engine: 'tfjs', backend: 'wasm' },
    { engine: 'tfjs', backend: 'tfjs-node' },
  ] as const;
  for (const { engine, backend } of engines)
    it(`gives the same weights twice: ${backend ?? engine}`, async function () {
      if (backend === 'tfjs-node' && 'missing' in locateBackend(backend)) {
        process.stderr.write('      no native TensorFlow (npm run setup:tensorflow)\n');
        return this.skip();
      }
      const first = await trained({ engine, backend, deterministic: true });
      expect(first.name).to.match(/, deterministic$/);
      expect(first.weights).to.eql((await trained({ engine, backend, deterministic: true })).weights);
      expect(first.weights).not.to.eql([...filledWeights(network)].map(([name, { data }]) => [name, [...data]]));
    });

  it('tells TensorFlow before it loads, and no other engine', async () => {
    await trained({ engine: 'onnx', backend: undefined, deterministic: true });
    expect(process.env.TF_DETERMINISTIC_OPS).to.equal(before.TF_DETERMINISTIC_OPS);
    await trained({ engine: 'tfjs', backend: 'wasm', deterministic: true });
    expect(process.env.TF_DETERMINISTIC_OPS).to.equal('1');
  });
});
