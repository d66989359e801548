import type { Tensor } from '../../src/domain/image.ts';
import type { Network } from '../../src/models/nn/network.ts';
import type { Ops } from '../../src/models/nn/ops.ts';
import { type Scope, scopeOf } from '../../src/models/nn/scope.ts';
import { type ArchitectureConfig, architectureOf } from '../../src/models/zoo/architecture.ts';
import { BACKBONES } from '../../src/models/zoo/backbones.ts';
import { roiFeatures } from '../../src/models/zoo/roi-features.ts';
import { goldenInput, goldenJson, goldenNpy } from '../support/goldens.ts';

export interface Manifest {
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

/** What the original implementation gave for a network of the zoo, or for a part of one. */
export interface GoldenNetwork {
  readonly network: (resolutionPx: number) => Network;
  readonly tolerance: (outputStd: number) => number;
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

const heatmaps = (inChannels: number, outChannels: number): GoldenNetwork => ({
  network: zoo({ kind: 'keypoints', inChannels, outChannels, encoder: 'resnet34' }),
  tolerance: (std) => HEATMAP_TOL * std,
});
const logits = (config: ArchitectureConfig): GoldenNetwork => ({ network: zoo(config), tolerance: () => TOL });
const features = (network: GoldenNetwork['network'], tolerance = TOL): GoldenNetwork => ({
  network,
  tolerance: () => tolerance,
});

/** By folder of the goldens. */
export const GOLDEN_NETWORKS: Readonly<Record<string, GoldenNetwork>> = {
  coord_sagt2: heatmaps(5, 5),
  coord_sagt1: heatmaps(3, 5),
  coord_axi: heatmaps(3, 2),
  backbone_resnet18: features(part(1, resnet18.features), RESNET_FEATURE_TOL),
  backbone_convnext_nano: features(part(1, convnextNano.features)),
  backbone_swin_tiny: features(part(1, swinTiny.features)),
  split_roi_features_resnet18: features(
    part(5, (at, x) => {
      const recurrent = { hidden: 512, layers: 2 };
      return roiFeatures(at, x, { backbone: resnet18.features, inChannels: 1, recurrent });
    }),
  ),
  split_roi_features_resnet18_bidirectional: features(
    part(7, (at, x) => {
      const recurrent = { hidden: 64, layers: 2, bidirectional: true };
      return roiFeatures(at, x, { backbone: resnet18.features, inChannels: 3, recurrent });
    }),
  ),
  spinal_resnet18: logits({ kind: 'spinal', backbone: 'resnet18' }),
  foraminal_resnet18: logits({ kind: 'foraminal', backbone: 'resnet18' }),
  foraminal_swin_tiny: logits({ kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' }),
  foraminal_convnext_nano: logits({ kind: 'foraminal', backbone: 'convnext_nano' }),
  subarticular_resnet18: logits({ kind: 'subarticular', backbone: 'resnet18' }),
  global_resnet18: logits({ kind: 'global', backbone: 'resnet18' }),
  study_resnet18: logits({ kind: 'study', backbone: 'resnet18' }),
};

/** The part of maps [n, channels, rows, columns] that `[:, :, ::8, ::8]` stores. */
const everyEighth = (data: Float32Array, [, , rows = 0, columns = 0]: readonly number[]) =>
  data.filter((_, i) => (Math.floor(i / columns) % rows) % 8 === 0 && (i % columns) % 8 === 0);

export interface GoldenCase {
  readonly resolutionPx: number;
  readonly network: Network;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly expected: {
    readonly shape: readonly number[];
    readonly data: Float32Array;
    /** Row and column of the first maximum of each map of the first sample. */
    readonly peaks: readonly (readonly [number, number])[] | undefined;
  };
  /** The part of a result that is stored. */
  readonly stored: (result: Tensor) => Float32Array;
  readonly tolerance: number;
}

export const goldenManifest = (folder: string): Manifest => goldenJson('models', folder, 'manifest.json');

/** The cases of a folder. */
export const goldenCases = (folder: string): readonly GoldenCase[] => {
  const { network, tolerance } = GOLDEN_NETWORKS[folder]!;
  return goldenManifest(folder).cases.map(({ inputs, outputs }) => {
    const resolutionPx = inputs[0]!.shape.at(-1)!;
    const net = network(resolutionPx);
    const given = net.inputs.map(({ name }, index) => {
      const { fill_name, shape } = inputs[index]!;
      return [name, { shape, data: goldenInput(fill_name, shape) }] as const;
    });
    const { shape, file, subsample, std, argmax_yx } = outputs[0]!;
    return {
      resolutionPx,
      network: net,
      inputs: Object.fromEntries(given),
      expected: { shape, data: goldenNpy('models', folder, file).data, peaks: argmax_yx },
      stored: (result) => (subsample === undefined ? result.data : everyEighth(result.data, result.shape)),
      tolerance: tolerance(std),
    };
  });
};
