import { expect } from 'chai';
import { trainingEngine } from '../../../src/cli/options/training-engine.ts';
import { linear } from '../../../src/models/nn/layers.ts';
import type { Network } from '../../../src/models/nn/network.ts';
import { scopeOf } from '../../../src/models/nn/scope.ts';
import type { EngineRequest } from '../../../src/training/choose-engine.ts';
import { meanSquaredError } from '../../../src/training/losses/mean-squared-error.ts';
import { adamW } from '../../../src/training/optimisers.ts';
import { filledWeights } from '../../support/filled-weights.ts';

const network: Network = {
  name: 'one layer',
  inputs: [{ name: 'x', shape: ['n', 2] }],
  outputNames: ['y'],
  build: (nn, [x]) => [linear(scopeOf(nn), x!, { out: 1 })],
};
const options = { network, weights: filledWeights(network), loss: meanSquaredError, optimiser: adamW(), seed: '' };

/** What is said while engines are started for folds that ask for something. */
const said = async (given: EngineRequest, folds: readonly EngineRequest[]): Promise<readonly string[]> => {
  const lines: string[] = [];
  const start = trainingEngine(given, (line) => lines.push(line));
  for (const asked of folds) await (await start(options, asked)).close();
  return lines;
};

describe('trainingEngine', () => {
  it('says once which engine computes and why, however many folds it is started for', async () => {
    expect(await said({}, [{ engine: 'onnx' }, { engine: 'onnx' }])).to.eql([
      'engine: ONNX Runtime (it was asked for)',
    ]);
  });

  it('puts the command line before the experiment', async () => {
    expect(await said({ engine: 'onnx' }, [{ engine: 'tfjs', backend: 'wasm' }])).to.eql([
      'engine: ONNX Runtime (it was asked for)',
    ]);
    expect(await said({ backend: 'wasm' }, [{ engine: 'onnx' }])).to.eql([
      'engine: TensorFlow.js (wasm) (it was asked for)',
    ]);
  });

  it('gives the reason where nobody asked', async () => {
    const [line] = await said({}, [{}]);
    expect(line).to.match(
      /^engine: (ONNX Runtime \(the fastest on a CPU, and|TensorFlow\.js \(.+\) \(it has a GPU\)$)/,
    );
  });
});
