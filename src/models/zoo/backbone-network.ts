import type { Network } from '../nn/network.ts';
import { scopeOf } from '../nn/scope.ts';
import { parametersOf } from '../nn/shapes.ts';
import type { StateDict } from '../weights/state-dict.ts';
import { type ArchitectureConfig, imageConfig } from './architecture.ts';
import { BACKBONES, type BackboneName } from './backbones.ts';
import { RESNETS, type ResNetName, resnetFeatures } from './resnet.ts';
import type { Backbone } from './roi-features.ts';

/** Name of the single-picture network in an architecture. @throws MODEL_WITHOUT_IMAGES */
export const backboneNameOf = (given: ArchitectureConfig): BackboneName | ResNetName => {
  const config = imageConfig(given);
  return config.kind === 'keypoints' ? config.encoder : config.backbone;
};

const backboneOf = (given: ArchitectureConfig): { name: string; features: Backbone; inChannels: number } => {
  const config = imageConfig(given);
  return config.kind === 'keypoints'
    ? { name: config.encoder, features: resnetFeatures(RESNETS[config.encoder]), inChannels: config.inChannels }
    : { name: config.backbone, features: BACKBONES[config.backbone].features, inChannels: config.inChannels ?? 1 };
};

/** The single-picture network of an architecture on its own, with the names of its own checkpoints. */
export const backboneNetwork = (config: ArchitectureConfig, { resolutionPx }: { resolutionPx: number }): Network => {
  const { name, features, inChannels } = backboneOf(config);
  return {
    name,
    inputs: [{ name: 'pictures', shape: ['n', inChannels, resolutionPx, resolutionPx] }],
    outputNames: ['features'],
    build: (nn, [pictures]) => [features(scopeOf(nn), pictures!)],
  };
};

/** Weights of a part under the names of the whole, at each of these places. */
export const placedAt = (places: readonly string[], weights: StateDict): StateDict =>
  new Map(places.flatMap((place) => [...weights].map(([name, array]) => [`${place}.${name}`, array] as const)));

/** Prefixes in the state dict of `whole` at which all names of `part` occur, e.g. `model_sagt2.model`. */
export const placesOf = (part: Network, whole: Network): readonly string[] => {
  const [first = '', ...others] = parametersOf(part).map(({ name }) => name);
  const names = new Set(parametersOf(whole).map(({ name }) => name));
  const candidates = [...names]
    .filter((name) => name.endsWith(`.${first}`))
    .map((name) => name.slice(0, -first.length - 1));
  return candidates.filter((place) => others.every((name) => names.has(`${place}.${name}`)));
};
