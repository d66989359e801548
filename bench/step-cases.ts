import { elementsPerSample, type Shape } from '../src/models/nn/dim.ts';
import type { Network } from '../src/models/nn/network.ts';
import type { Ops } from '../src/models/nn/ops.ts';
import { summaryOf } from '../src/models/nn/shapes.ts';
import type { TfjsBackend } from '../src/models/runtime/tfjs/backends.ts';
import { type Architecture, type ArchitectureConfig, architectureOf } from '../src/models/zoo/architecture.ts';

/** Networks by their `--network` names. */
export const NETWORKS: Readonly<
  Record<string, { readonly config: ArchitectureConfig; readonly sizesPx: readonly number[] }>
> = {
  'keypoints-3': {
    config: { kind: 'keypoints', encoder: 'resnet34', inChannels: 3, outChannels: 5 },
    sizesPx: [256, 512],
  },
  'keypoints-5': {
    config: { kind: 'keypoints', encoder: 'resnet34', inChannels: 5, outChannels: 5 },
    sizesPx: [256, 512],
  },
  'foraminal-resnet18': { config: { kind: 'foraminal', backbone: 'resnet18' }, sizesPx: [128] },
  'foraminal-convnext_nano': { config: { kind: 'foraminal', backbone: 'convnext_nano' }, sizesPx: [224] },
  'foraminal-swin_tiny': { config: { kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' }, sizesPx: [224] },
};

/** ONNX Runtime, or a backend of TensorFlow.js. */
export const STEP_ENGINES = ['onnx', 'wasm', 'tfjs-node', 'tfjs-node-gpu', 'webgpu'] as const satisfies readonly (
  | 'onnx'
  | TfjsBackend
)[];
export type StepEngine = (typeof STEP_ENGINES)[number];

/** A row of the table. */
export interface StepCase {
  readonly network: string;
  readonly sizePx: number;
  readonly engine: StepEngine;
  readonly threads: number;
  readonly batch: number;
}

export const keyOf = ({ network, sizePx, engine, threads, batch }: StepCase): string =>
  `${network} ${sizePx} px, ${engine}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, batch ${batch}`;

export const architectureFor = ({ network, sizePx }: StepCase): Architecture =>
  architectureOf(NETWORKS[network]!.config, { resolutionPx: sizePx });

/** Elements of all feature maps of a forward pass, for one sample. */
const forwardElements = (network: Network): number => {
  let elements = 0;
  const build: Network['build'] = <T>(nn: Ops<T>, inputs: readonly T[]): readonly T[] => {
    const counted = (result: T): T => {
      const shape: Shape = nn.shapeOf(result);
      elements += shape.some((dim) => typeof dim === 'string') ? elementsPerSample(shape) : 0;
      return result;
    };
    const counting: Ops<T> = {
      ...nn,
      conv2d: (...args) => counted(nn.conv2d(...args)),
      batchNorm: (...args) => counted(nn.batchNorm(...args)),
      layerNorm: (...args) => counted(nn.layerNorm(...args)),
      linear: (...args) => counted(nn.linear(...args)),
      matMul: (...args) => counted(nn.matMul(...args)),
      softmax: (...args) => counted(nn.softmax(...args)),
    };
    return network.build(counting, inputs);
  };
  summaryOf({ ...network, build });
  return elements;
};

const BYTES_PER_FLOAT = 4;
/** Memory of Node and the libraries. */
const BASE_BYTES = 0.45 * 2 ** 30;

interface Appetite {
  /** Copies of the parameters at the peak: gradients, the means of AdamW, new values, and input copies. */
  readonly parameters: number;
  /** Copies of the outputs of convolutions, norms and products of a forward pass. */
  readonly maps: number;
}

/** The same for Swin, whose feature maps dominate. */
const TFJS_APPETITE: Appetite = { parameters: 13, maps: 3.1 };
/** Fitted to peaks of keypoints-3 at 128 px, batch 2, and 256 px, batch 4. */
const APPETITES: Readonly<Record<StepEngine, Appetite>> = {
  onnx: { parameters: 9, maps: 1 },
  wasm: { parameters: 7, maps: 2 },
  'tfjs-node': TFJS_APPETITE,
  'tfjs-node-gpu': TFJS_APPETITE,
  webgpu: TFJS_APPETITE,
};

/** Expected memory of a step. */
export const expectedBytes = (architecture: Architecture, { engine, batch }: StepCase): number => {
  const { parameters, maps } = APPETITES[engine];
  const elements = parameters * summaryOf(architecture).parameterCount + maps * batch * forwardElements(architecture);
  return BASE_BYTES + BYTES_PER_FLOAT * elements;
};
