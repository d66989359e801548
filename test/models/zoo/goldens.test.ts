import { expect } from 'chai';
import type { Tensor } from '../../../src/domain/image.ts';
import { atBatch } from '../../../src/models/nn/dim.ts';
import type { Network } from '../../../src/models/nn/network.ts';
import type { Ops } from '../../../src/models/nn/ops.ts';
import { type Scope, scopeOf } from '../../../src/models/nn/scope.ts';
import { summaryOf } from '../../../src/models/nn/shapes.ts';
import { startOnnxRuntime } from '../../../src/models/runtime/onnx/onnx-runtime.ts';
import type { Runtime } from '../../../src/models/runtime/runtime.ts';
import { type ArchitectureConfig, architectureOf } from '../../../src/models/zoo/architecture.ts';
import { BACKBONES } from '../../../src/models/zoo/backbones.ts';
import { roiFeatures } from '../../../src/models/zoo/roi-features.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../../support/goldens.ts';

interface Manifest {
  readonly parameter_count: number;
  readonly buffers_left_as_constructed: readonly string[];
  readonly statedict: readonly (readonly [string, readonly number[], string])[];
  readonly cases: readonly {
    readonly case: string;
    readonly inputs: readonly { readonly fill_name: string; readonly shape: readonly number[] }[];
    readonly outputs: readonly {
      readonly shape: readonly number[];
      readonly std: number;
      readonly file: string;
      readonly subsample?: string;
      readonly argmax_yx?: readonly (readonly [number, number])[];
    }[];
  }[];
}

const zoo =
  (config: ArchitectureConfig) =>
  (resolutionPx: number): Network =>
    architectureOf(config, { resolutionPx });

/** A part of the zoo's networks as a network: one input, one output, names without a prefix. */
const part =
  (inChannels: number, build: <T>(at: Scope<T>, x: T) => T) =>
  (resolutionPx: number): Network => ({
    name: 'a part',
    inputs: [{ name: 'x', shape: ['n', inChannels, resolutionPx, resolutionPx] }],
    outputNames: ['features'],
    build: <T>(nn: Ops<T>, [x]: readonly T[]) => [build(scopeOf(nn), x!)],
  });

const { resnet18, convnext_nano: convnextNano, swin_tiny_patch4_window7_224: swinTiny } = BACKBONES;

/** "1e-4 x output std for heatmaps, 1e-4 absolute for features of resnet18, 2e-5 for other features and for logits" */
const HEATMAP_TOL = 1e-4;
const RESNET_FEATURE_TOL = 1e-4;
const TOL = 2e-5;

interface Golden {
  readonly network: (resolutionPx: number) => Network;
  readonly tolerance: (outputStd: number) => number;
}
const exactly = (tolerance: number) => () => tolerance;
const ofStd = (tolerance: number) => (std: number) => tolerance * std;
const heatmaps = (inChannels: number, outChannels: number): Golden => ({
  network: zoo({ kind: 'keypoints', inChannels, outChannels, encoder: 'resnet34' }),
  tolerance: ofStd(HEATMAP_TOL),
});
const logits = (config: ArchitectureConfig): Golden => ({ network: zoo(config), tolerance: exactly(TOL) });

const GOLDENS: Record<string, Golden> = {
  coord_sagt2: heatmaps(5, 5),
  coord_sagt1: heatmaps(3, 5),
  coord_axi: heatmaps(3, 2),
  backbone_resnet18: { network: part(1, resnet18.features), tolerance: exactly(RESNET_FEATURE_TOL) },
  backbone_convnext_nano: { network: part(1, convnextNano.features), tolerance: exactly(TOL) },
  backbone_swin_tiny: { network: part(1, swinTiny.features), tolerance: exactly(TOL) },
  split_roi_features_resnet18: {
    network: part(5, (at, x) => {
      const recurrent = { hidden: 512, layers: 2 };
      return roiFeatures(at, x, { backbone: resnet18.features, inChannels: 1, recurrent });
    }),
    tolerance: exactly(TOL),
  },
  split_roi_features_resnet18_bidirectional: {
    network: part(7, (at, x) => {
      const recurrent = { hidden: 64, layers: 2, bidirectional: true };
      return roiFeatures(at, x, { backbone: resnet18.features, inChannels: 3, recurrent });
    }),
    tolerance: exactly(TOL),
  },
  spinal_resnet18: logits({ kind: 'spinal', backbone: 'resnet18' }),
  foraminal_resnet18: logits({ kind: 'foraminal', backbone: 'resnet18' }),
  foraminal_swin_tiny: logits({ kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' }),
  foraminal_convnext_nano: logits({ kind: 'foraminal', backbone: 'convnext_nano' }),
  subarticular_resnet18: logits({ kind: 'subarticular', backbone: 'resnet18' }),
  global_resnet18: logits({ kind: 'global', backbone: 'resnet18' }),
  study_resnet18: logits({ kind: 'study', backbone: 'resnet18' }),
};

/** The part of maps [n, channels, rows, columns] that `[:, :, ::8, ::8]` stores. */
const everyEighth = (data: Float32Array, [n = 0, channels = 0, rows = 0, columns = 0]: readonly number[]) =>
  data.filter((_, i) => {
    const [row, column] = [Math.floor(i / columns) % rows, i % columns];
    return i < n * channels * rows * columns && row % 8 === 0 && column % 8 === 0;
  });

/** Row and column of the first maximum of each map of the first sample. */
const peaksOf = ({ shape: [, channels = 0, rows = 0, columns = 0], data }: Tensor) =>
  Array.from({ length: channels }, (_, channel) => {
    const map = data.subarray(channel * rows * columns, (channel + 1) * rows * columns);
    const place = map.indexOf(map.reduce((a, b) => Math.max(a, b)));
    return [Math.floor(place / columns), place % columns];
  });

describeGoldens('zoo against the original implementation', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await startOnnxRuntime();
  });
  after(() => runtime.close());

  for (const [folder, { network, tolerance }] of Object.entries(GOLDENS))
    describe(folder, () => {
      const manifest = () => goldenJson<Manifest>('models', folder, 'manifest.json');
      const sizeOf = ({ inputs }: Manifest['cases'][number]) => inputs[0]!.shape.at(-1)!;

      it('has its state dict: names, order, shapes, types, parameter count', () => {
        const { statedict, parameter_count, cases, buffers_left_as_constructed } = manifest();
        const { parameters, parameterCount } = summaryOf(network(sizeOf(cases[0]!)));
        expect(parameters.map(({ name, shape, dtype }) => [name, shape, dtype])).to.eql(statedict);
        expect(parameterCount).to.equal(parameter_count);
        const constructed = parameters.filter((spec) => spec.constructed !== undefined).map(({ name }) => name);
        expect(constructed).to.have.members([...buffers_left_as_constructed]);
      });

      it('gives its numbers', async () => {
        for (const golden of manifest().cases) {
          const net = network(sizeOf(golden));
          const predictor = await runtime.load({ name: folder, architecture: net, weights: filledWeights(net) });
          const inputs = net.inputs.map(({ name }, index) => {
            const { fill_name, shape } = golden.inputs[index]!;
            return [name, { shape, data: goldenInput(fill_name, shape) }] as const;
          });
          const [result] = Object.values(await predictor.predict(Object.fromEntries(inputs)));
          await predictor.release();
          const [expected] = golden.outputs;
          expect(result!.shape).to.eql(expected!.shape);
          expect(result!.shape).to.eql(atBatch(summaryOf(net).outputs[0]!.shape, result!.shape[0]!));
          const { data } = goldenNpy('models', folder, expected!.file);
          const stored = expected!.subsample === undefined ? result!.data : everyEighth(result!.data, result!.shape);
          expect(maxAbsDiff(stored, data)).to.be.below(tolerance(expected!.std));
          if (expected!.argmax_yx !== undefined) expect(peaksOf(result!)).to.eql(expected!.argmax_yx);
        }
      });
    });
});
