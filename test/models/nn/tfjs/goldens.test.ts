import { expect } from 'chai';
import { startTfjsRuntime, type TfjsRuntime } from '../../../../src/models/runtime/tfjs/tfjs-runtime.ts';
import { filledWeights } from '../../../support/filled-weights.ts';
import { describeGoldens, maxAbsDiff } from '../../../support/goldens.ts';
import { GOLDEN_NETWORKS, type GoldenCase, goldenCases } from '../../golden-networks.ts';
import { testBackends } from './test-backends.ts';

/** The largest network, 512 x 512, takes WebAssembly's one thread 3 to 8 s. */
const TIMEOUT_MS = 180_000;

const expectItsNumbers = async (runtime: TfjsRuntime, golden: GoldenCase): Promise<void> => {
  const { network, inputs, expected, stored, tolerance } = golden;
  const model = await runtime.load({ name: network.name, architecture: network, weights: filledWeights(network) });
  const held = await runtime.tensorCount();
  const [result] = Object.values(await model.predict(inputs));
  expect(await runtime.tensorCount()).to.equal(held);
  await model.release();
  expect(result!.shape).to.eql(expected.shape);
  expect(maxAbsDiff(stored(result!), expected.data)).to.be.below(tolerance);
};

for (const backend of testBackends(['wasm']))
  describeGoldens(`zoo on TensorFlow.js, ${backend}, against the original implementation`, () => {
    let runtime: TfjsRuntime;
    before(async () => {
      runtime = await startTfjsRuntime({ backend });
    });
    after(() => runtime.close());

    for (const folder of Object.keys(GOLDEN_NETWORKS))
      for (const golden of goldenCases(folder))
        it(`${folder} at ${golden.resolutionPx}: gives its numbers and leaves no tensor`, () =>
          expectItsNumbers(runtime, golden)).timeout(TIMEOUT_MS);
  });
