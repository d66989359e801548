import { expect } from 'chai';
import type { Tensor } from '../../../src/domain/image.ts';
import { atBatch } from '../../../src/models/nn/dim.ts';
import { summaryOf } from '../../../src/models/nn/shapes.ts';
import { startOnnxRuntime } from '../../../src/models/runtime/onnx/onnx-runtime.ts';

import { filledWeights } from '../../support/filled-weights.ts';
import { describeGoldens, maxAbsDiff } from '../../support/goldens.ts';
import { testRuntime } from '../../support/test-runtime.ts';
import { GOLDEN_NETWORKS, goldenCases, goldenManifest } from '../golden-networks.ts';

/** Row and column of the first maximum of each map of the first sample. */
const peaksOf = ({ shape: [, channels = 0, rows = 0, columns = 0], data }: Tensor) =>
  Array.from({ length: channels }, (_, channel) => {
    const map = data.subarray(channel * rows * columns, (channel + 1) * rows * columns);
    const place = map.indexOf(map.reduce((a, b) => Math.max(a, b)));
    return [Math.floor(place / columns), place % columns];
  });

describeGoldens('zoo against the original implementation', () => {
  const runtime = testRuntime(startOnnxRuntime);

  for (const folder of Object.keys(GOLDEN_NETWORKS))
    describe(folder, () => {
      it('has its state dict: names, order, shapes, types, parameter count', () => {
        const { statedict, parameter_count, buffers_left_as_constructed } = goldenManifest(folder);
        const { parameters, parameterCount } = summaryOf(goldenCases(folder)[0]!.network);
        expect(parameters.map(({ name, shape, dtype }) => [name, shape, dtype])).to.eql(statedict);
        expect(parameterCount).to.equal(parameter_count);
        const constructed = parameters.filter((spec) => spec.constructed !== undefined).map(({ name }) => name);
        expect(constructed).to.have.members([...buffers_left_as_constructed]);
      });

      it('gives its numbers', async () => {
        for (const { network, inputs, expected, stored, tolerance } of goldenCases(folder)) {
          const weights = filledWeights(network);
          const predictor = await runtime().load({ name: folder, architecture: network, weights });
          const [result] = Object.values(await predictor.predict(inputs));
          await predictor.release();
          expect(result!.shape).to.eql(expected.shape);
          expect(result!.shape).to.eql(atBatch(summaryOf(network).outputs[0]!.shape, result!.shape[0]!));
          expect(maxAbsDiff(stored(result!), expected.data)).to.be.below(tolerance);
          if (expected.peaks !== undefined) expect(peaksOf(result!)).to.eql(expected.peaks);
        }
      });
    });
});
