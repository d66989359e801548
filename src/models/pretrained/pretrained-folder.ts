import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { asSpineError } from '../../domain/spine-error.ts';
import { createFolders } from '../../files/make-folder.ts';
import type { Network } from '../nn/network.ts';
import { sha256OfFile } from '../sha256-of-file.ts';
import { weightsUnwritable } from '../weights/errors.ts';
import { readWeights } from '../weights/read-weights.ts';
import { readSafetensors, writeSafetensors } from '../weights/safetensors/safetensors.ts';
import type { StateDict } from '../weights/state-dict.ts';
import type { Architecture, ArchitectureConfig } from '../zoo/architecture.ts';
import { backboneNameOf, backboneNetwork, placedAt, placesOf } from '../zoo/backbone-network.ts';
import { BACKBONES, type BackboneName } from '../zoo/backbones.ts';
import { pretrainedHashMismatch, pretrainedMissing } from './errors.ts';
import { fitBackbone } from './fit-backbone.ts';
import { hashInName, type PretrainedName } from './known-files.ts';

/** A folder of ImageNet weights, one file per backbone. */
export const pretrainedFile = (folder: string, backbone: string): string => join(folder, `${backbone}.safetensors`);

const COLOURS = 3;
/** Any valid resolution: parameter sizes do not depend on it, and every backbone accepts this one. */
const ANY_PX = 224;

const isRegionBackbone = (name: PretrainedName): name is BackboneName => Object.hasOwn(BACKBONES, name);

const configOf = (name: PretrainedName): ArchitectureConfig =>
  isRegionBackbone(name)
    ? { kind: 'foraminal', backbone: name, inChannels: COLOURS }
    : { kind: 'keypoints', encoder: name, inChannels: COLOURS, outChannels: 1 };

export interface ImportPretrainedOptions {
  readonly folder: string;
  /** Recorded origin. Default: the name of the file. */
  readonly source?: string;
  /** Expected SHA-256, or its leading digits. Default: those in the file's name, if any. */
  readonly sha256?: string | undefined;
  /** Entry of the checkpoint, if it holds several. */
  readonly entry?: string | undefined;
}

/**
 * Adds the backbone of an ImageNet classifier (timm's, torchvision's or its authors' checkpoint) to a folder of pretrained weights, for colour
 * pictures and with the names of timm 0.9.2.
 * @returns its path, and the SHA-256 of the source
 * @throws PRETRAINED_HASH_MISMATCH, TORCH_*, SAFETENSORS_*, MODEL_WEIGHTS_UNFIT, WEIGHTS_*
 */
export const importPretrained = async (
  file: string,
  backbone: PretrainedName,
  { folder, source = basename(file), sha256 = hashInName(basename(file)), entry }: ImportPretrainedOptions,
): Promise<{ readonly file: string; readonly sha256: string }> => {
  const into = pretrainedFile(folder, backbone);
  try {
    const found = await sha256OfFile(file);
    if (sha256 !== undefined && !found.startsWith(sha256.toLowerCase()))
      throw pretrainedHashMismatch(sha256, found, file);
    const weights = fitBackbone(
      backboneNetwork(configOf(backbone), { resolutionPx: ANY_PX }),
      await readWeights(file, { entry }),
    );
    await createFolders(folder).catch((cause: unknown) => Promise.reject(weightsUnwritable(cause)));
    await writeSafetensors(into, weights, { format: 'pt', backbone, source, source_sha256: found });
    return { file: into, sha256: found };
  } catch (error) {
    throw asSpineError(error, { file });
  }
};

/** Returns the file of an architecture's backbone. @throws PRETRAINED_MISSING */
export const requirePretrained = (folder: string, { config }: Pick<Architecture, 'config'>): string => {
  const backbone = backboneNameOf(config);
  const file = pretrainedFile(folder, backbone);
  if (!existsSync(file)) throw pretrainedMissing(backbone, file);
  return file;
};

/**
 * Returns pretrained weights by the names of the whole network, wherever its backbone occurs; the first convolution is adapted to the network's input
 * channels.
 * @throws PRETRAINED_MISSING, SAFETENSORS_*, MODEL_WEIGHTS_UNFIT
 */
export const loadPretrained = async (
  folder: string,
  network: Network & Pick<Architecture, 'config'>,
): Promise<StateDict> => {
  const file = requirePretrained(folder, network);
  const backbone = backboneNetwork(network.config, { resolutionPx: Number(network.inputs[0]?.shape.at(-1)) });
  try {
    const weights = fitBackbone(backbone, (await readSafetensors(file)).weights);
    return placedAt(placesOf(backbone, network), weights);
  } catch (error) {
    throw asSpineError(error, { file });
  }
};
