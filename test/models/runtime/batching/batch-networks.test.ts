import { expect } from 'chai';
import fc from 'fast-check';
import { type BatchChoice, batchNetworks } from '../../../../src/models/runtime/batching/batch-networks.ts';
import { PROBE_NETWORK } from '../../../../src/models/runtime/onnx/device/probe-networks.ts';
import { probeAnswer } from '../../../../src/models/runtime/probe-process.ts';
import type { Predictor, Tensors } from '../../../../src/models/runtime/runtime.ts';
import { softwareVulkan } from '../../../support/software-vulkan.ts';
import { testRuntime } from '../../../support/test-runtime.ts';
import { withVulkanDriver } from '../../../support/with-vulkan-driver.ts';
import { probeInputs, probeWeights } from '../fixtures/probe-network.ts';

/** 20 bytes of input and output a sample; a pass takes no time to speak of, whatever its size. */
const predictor: Predictor = {
  name: 'fake',
  inputs: [{ name: 'x', shape: ['n', 2] }],
  outputs: [{ name: 'y', shape: ['3n', 1] }],
  predict: async ({ x }) => ({ y: { shape: [3 * x!.shape[0]!, 1], data: new Float32Array(3 * x!.shape[0]!) } }),
  release: async () => {},
};

describe('batchNetworks', () => {
  const chosen: BatchChoice[] = [];
  beforeEach(() => {
    chosen.length = 0;
  });
  const onChosen = (choice: BatchChoice) => void chosen.push(choice);

  it('leaves networks on a CPU as they are, and measures nothing', async () => {
    for (const size of ['auto', 1] as const)
      expect(await batchNetworks({ size, onChosen }, false)(predictor, { model: 'm', fold: 1 })).to.equal(predictor);
    expect(chosen).to.eql([]);
  });

  it('measures a model once on a GPU, with its first fold', async () => {
    let passes = 0;
    const counting = { ...predictor, predict: (inputs: Tensors) => predictor.predict(inputs, { transfer: !++passes }) };
    const join = batchNetworks({ size: 'auto', onChosen }, true);
    await join(counting, { model: 'm', fold: 1 });
    const measured = passes;
    expect(measured).to.be.greaterThan(2);
    await join(counting, { model: 'm', fold: 2 });
    expect(passes).to.equal(measured);
    expect(chosen.map(({ model }) => model)).to.eql(['m']);
    expect(chosen[0]!.rates[0]!.rows).to.equal(1);
  });

  it('keeps a batch within the memory budget', async () => {
    const join = batchNetworks({ size: 8, budgetBytes: 65, onChosen }, false);
    await join(predictor, { model: 'm', fold: 1 });
    expect(chosen).to.eql([{ model: 'm', maxRows: 3, bound: 'budget', rates: [] }]);
    await batchNetworks({ size: 8, onChosen }, false)(predictor, { model: 'm', fold: 1 });
    expect(chosen[1]).to.eql({ model: 'm', maxRows: 8, bound: 'request', rates: [] });
  });

  describe('with ONNX Runtime on the CPU', function () {
    this.timeout(60_000);
    const runtime = testRuntime();

    it('agrees with single requests, however samples are divided among studies and batches', async () => {
      const alone = await runtime().load({ name: 'probe', architecture: PROBE_NETWORK, weights: probeWeights() });
      const studies = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 });
      const size = fc.integer({ min: 2, max: 16 });
      const check = async (rows: readonly number[], maxRows: number) => {
        const join = batchNetworks({ size: maxRows }, false);
        const joined = await join(alone, { model: 'probe', fold: 1 });
        const requests = rows.map((count, index) => probeInputs(count, `study ${index}`));
        const [right, found] = [
          await Promise.all(requests.map((inputs) => alone.predict(inputs))),
          await Promise.all(requests.map((inputs) => joined.predict(inputs))),
        ];
        for (const [index, { scores }] of right.entries()) {
          expect(found[index]!.scores!.shape).to.eql(scores!.shape);
          for (const [at, value] of scores!.data.entries())
            expect(Math.abs(found[index]!.scores!.data[at]! - value)).to.be.at.most(1e-6);
        }
      };
      await fc.assert(fc.asyncProperty(studies, size, check), { numRuns: 25 });
    });

    it('computes fewer passes than requests', async () => {
      const alone = await runtime().load({ name: 'counted', architecture: PROBE_NETWORK, weights: probeWeights() });
      const joined = await batchNetworks({ size: 8 }, false)(alone, { model: 'counted', fold: 1 });
      await Promise.all(Array.from({ length: 8 }, (_, index) => joined.predict(probeInputs(1, `study ${index}`))));
      expect(runtime().stats().models.counted!.runs).to.equal(1);
    });
  });

  it('agrees with the CPU on WebGPU over a software Vulkan driver', async function () {
    this.timeout(180_000);
    const vulkan = softwareVulkan();
    if ('absent' in vulkan) {
      process.stderr.write(`      ${vulkan.absent}\n`);
      return this.skip();
    }
    const file = new URL('../fixtures/batches-on-webgpu.ts', import.meta.url);
    const answer = await withVulkanDriver(vulkan.driver, () => probeAnswer(file, [], 150_000));
    expect(answer).to.have.property('message');
    if (!('message' in answer)) return;
    const { difference, passes, chosen: choice } = JSON.parse(answer.message);
    expect(difference).to.be.at.most(1e-4);
    expect(passes).to.equal(1);
    expect(choice.maxRows).to.be.within(1, 4);
    expect(choice.rates[0].samplesPerSecond).to.be.greaterThan(0);
  });
});
