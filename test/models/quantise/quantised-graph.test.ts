import { expect } from 'chai';
import { boundGraph } from '../../../src/models/nn/onnx/bound-graph.ts';
import type { OnnxGraph } from '../../../src/models/nn/onnx/graph.ts';
import { onnxGraphOf } from '../../../src/models/nn/onnx/graph-of.ts';
import { calibratedRange } from '../../../src/models/quantise/calibrated-range.ts';
import { foldBatchNorms } from '../../../src/models/quantise/fold-batch-norms.ts';
import { layerPlace, quantisableLayers } from '../../../src/models/quantise/layers.ts';
import { observeActivations } from '../../../src/models/quantise/observe-activations.ts';
import { openGraph } from '../../../src/models/quantise/open-graph.ts';
import { observedValues, quantisedGraph } from '../../../src/models/quantise/quantised-graph.ts';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { architectureOf } from '../../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testRuntime } from '../../support/test-runtime.ts';

const ARCHITECTURES = [
  architectureOf({ kind: 'keypoints', encoder: 'resnet10_nano', inChannels: 3, outChannels: 2 }, { resolutionPx: 32 }),
  architectureOf({ kind: 'foraminal', backbone: 'resnet10_nano', slices: 2, hidden: 8 }, { resolutionPx: 32 }),
];

const operatorsOf = ({ nodes }: OnnxGraph) => nodes.map(({ operator }) => operator);

describe('a quantised graph', function () {
  this.timeout(60_000);
  const runtime = testRuntime();
  const folder = temporaryFolder();

  for (const network of ARCHITECTURES)
    describe(`of ${network.name}`, () => {
      const options = () => ({ runtime: runtime(), folder: folder(), name: network.name });
      const bound = boundGraph(onnxGraphOf(network), filledWeights(network));
      const folded = foldBatchNorms(bound);
      const layers = quantisableLayers(folded);
      const [{ name, shape }] = [network.inputs[0]!];
      const sizes = shape.map((dim) => (dim === 'n' ? 2 : dim));
      const data = unitFill(
        'x',
        sizes.reduce((product, size) => product * size, 1),
      );
      const inputs = { [name]: { shape: sizes, data } };
      const output = network.outputs[0]!.name;
      const valuesOf = async (graph: OnnxGraph): Promise<Float32Array> => {
        const file = await openGraph(graph, options());
        try {
          return (await file.run(inputs, [output]))[output]!.data;
        } finally {
          await file.release();
        }
      };
      const rangesSeen = async () => {
        const seen = await observeActivations(folded, observedValues(folded, layers), [inputs], options());
        return new Map([...seen].map(([value, found]) => [value, calibratedRange(found, 'minmax')]));
      };
      const rms = (values: ArrayLike<number>) =>
        Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length);

      it('has no batch norms, which leaves the numbers as they were', async () => {
        expect(operatorsOf(bound)).to.include('BatchNormalization');
        expect(operatorsOf(folded)).not.to.include('BatchNormalization');
        const [before, after] = [await valuesOf(bound), await valuesOf(folded)];
        expect(rms(before.map((value, at) => value - after[at]!))).to.be.below(1e-5 * rms(before));
      });

      it('differs from float32 by a few percent, and by nothing without int8 layers', async () => {
        const ranges = await rangesSeen();
        const float32 = await valuesOf(folded);
        const errorWith = async (chosen: readonly string[]) => {
          const values = await valuesOf(quantisedGraph(folded, { layers: chosen, ranges }));
          return rms(values.map((value, at) => value - float32[at]!)) / rms(float32);
        };
        expect(await errorWith([])).to.equal(0);
        expect(await errorWith(layers)).to.be.within(1e-6, 0.05);
      });

      it('keeps the other layers, the last one and the recurrent ones in float32', async () => {
        const ranges = await rangesSeen();
        const some = quantisedGraph(folded, { layers: layers.slice(2), ranges });
        const weights = some.constants.filter(
          (constant) => constant.data instanceof Int8Array && constant.shape.length > 1,
        );
        expect(weights).to.have.length(layers.length - 2);
        const places = layers.map((layer) => layerPlace(folded, layer));
        expect(places.filter((place) => /segmentation_head|classifier|rnn/.test(place))).to.deep.equal([]);
        expect(places[0]).to.match(/conv1$/);
      });
    });
});
