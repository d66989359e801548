import { basename } from 'node:path';
import { asSpineError } from '../domain/spine-error.ts';
import { checkWeights } from './nn/check-weights.ts';
import type { Network } from './nn/network.ts';
import { fitBackbone } from './pretrained/fit-backbone.ts';
import { sha256OfFile } from './sha256-of-file.ts';
import { readWeights } from './weights/read-weights.ts';
import { type ImageNetworkConfig, type RunFolder, readRunFolder, writeRunFolder } from './weights/run-folder.ts';
import type { StateDict } from './weights/state-dict.ts';
import { architectureOf } from './zoo/architecture.ts';
import { backboneNetwork, placedAt, placesOf } from './zoo/backbone-network.ts';
import { initialWeights } from './zoo/initial-weights.ts';
import { parseArchitecture } from './zoo/parse-architecture.ts';

/** Options of `importBackbone`. */
export interface ImportBackboneOptions {
  /** The run folder to create. */
  readonly into: string;
  /** Default: the name of the file. */
  readonly name?: string;
  /** Seed of the parameters that the checkpoint lacks. Default 42. */
  readonly seed?: number;
  /** Entry of the checkpoint, if it holds several. */
  readonly entry?: string | undefined;
  /** Whether to replace an existing folder. */
  readonly overwrite?: boolean;
}

const DEFAULT_SEED = 42;

interface Initialised {
  readonly weights: StateDict;
  readonly places: readonly string[];
}

/** Initial weights of the whole network, with the backbone's wherever it occurs. */
const withBackbone = (network: Network, backbone: Network, classifier: StateDict, seed: number): Initialised => {
  const pretrained = fitBackbone(backbone, classifier);
  const places = placesOf(backbone, network);
  const weights = initialWeights(network, { seed, given: placedAt(places, pretrained) });
  checkWeights(network, weights);
  return { weights, places };
};

/**
 * Creates a run folder to start training from: a checkpoint of an ImageNet classifier (timm, torchvision, or the authors' own) and an
 * architecture that has its backbone. Fold 1 holds the backbone's weights wherever the architecture contains it, and initial ones elsewhere.
 * @param file  `.pt` or `.safetensors`
 * @throws TORCH_*, SAFETENSORS_*, MODEL_*, WEIGHTS_*, RUN_FOLDER_*
 *
 * @example
 * import { importBackbone } from 'spinestream/models';
 *
 * const architecture = { kind: 'spinal', backbone: 'resnet10_nano', hidden: 8 };
 * const input = { slices: 5, resolutionPx: 64, sizeMm: 50 };
 * const { folds } = await importBackbone('imagenet.safetensors', { architecture, input }, { into: 'models/start' });
 * folds; // [{ fold: 1, best: true, last: false }]
 */
export const importBackbone = async (
  file: string,
  { architecture, input }: ImageNetworkConfig,
  options: ImportBackboneOptions,
): Promise<RunFolder> => {
  const { into, seed = DEFAULT_SEED, name = basename(file).replace(/\.[^.]+$/, '') } = options;
  try {
    const config = parseArchitecture(architecture);
    const network = architectureOf(config, input);
    const backbone = backboneNetwork(config, input);
    const { weights, places } = withBackbone(
      network,
      backbone,
      await readWeights(file, { entry: options.entry }),
      seed,
    );
    const source = {
      format: 'backbone of an ImageNet classifier, the rest untrained',
      file: basename(file),
      sha256: await sha256OfFile(file),
      backbone: backbone.name,
      places,
      seed,
    };
    const folds = [{ fold: 1, which: 'best', weights, metadata: { format: 'pt', source: basename(file) } }] as const;
    await writeRunFolder(into, { config: { name, architecture, input, source }, folds }, options);
  } catch (error) {
    throw asSpineError(error, { file });
  }
  return readRunFolder(into);
};
