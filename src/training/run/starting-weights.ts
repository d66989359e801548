import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parametersOf } from '../../models/nn/shapes.ts';
import { loadPretrained } from '../../models/pretrained/pretrained-folder.ts';
import { readWeights } from '../../models/weights/read-weights.ts';
import { loadFold, readRunFolder } from '../../models/weights/run-folder.ts';
import type { StateDict } from '../../models/weights/state-dict.ts';
import type { Architecture } from '../../models/zoo/architecture.ts';
import { initialWeights } from '../../models/zoo/initial-weights.ts';
import { namePattern } from '../frozen-parameters.ts';
import { startNothingFits, startShapeUnfit } from './errors.ts';

/** Source of weights. */
export interface StartOptions {
  /** A run folder, or a .pt or .safetensors file. */
  readonly from: string;
  readonly fold: number;
  readonly weights: 'best' | 'last';
  /** Selects weights in a file with several. */
  readonly entry?: string | undefined;
  /** Name patterns of parameters that keep their initial values; `*` is a wildcard. */
  readonly except: readonly string[];
}

export interface StartingWeights {
  readonly weights: StateDict;
  /** Names of the parameters and buffers taken from elsewhere. */
  readonly taken: readonly string[];
}

export interface Beginning {
  readonly seed: number | string;
  readonly start?: StartOptions | undefined;
  /** Folder of ImageNet backbones. */
  readonly pretrained?: string | undefined;
}

/**
 * Starting weights of a training: those of the same name elsewhere, or a pretrained backbone's, with initial values for
 * the rest.
 * @throws TRAINING_START_*, PRETRAINED_MISSING, and errors of those weights
 */
export const startingWeights = async (
  network: Architecture,
  { seed, start, pretrained }: Beginning,
): Promise<StartingWeights> => {
  if (start === undefined) {
    const given = pretrained === undefined ? new Map() : await loadPretrained(pretrained, network);
    return { weights: initialWeights(network, { seed, given }), taken: [...given.keys()] };
  }
  const made = new Map(parametersOf(network).map((spec) => [spec.name, spec]));
  const where = { file: start.from };
  const there = await readThere(start, new Set(made.keys()));
  const spared = start.except.map(namePattern);
  const given = new Map([...there].filter(([name]) => made.has(name) && !spared.some((pattern) => pattern.test(name))));
  if (given.size === 0) throw startNothingFits([...there.keys()], where);
  for (const [name, { shape }] of given) {
    const needed = made.get(name)!.shape;
    if (shape.join() !== needed.join()) throw startShapeUnfit(name, { found: shape, needed }, where);
  }
  return { weights: initialWeights(network, { seed, given }), taken: [...given.keys()] };
};

const readThere = async (
  { from, fold, weights, entry }: StartOptions,
  wanted: ReadonlySet<string>,
): Promise<StateDict> => {
  if (!existsSync(join(from, 'config.json'))) return readWeights(from, { wanted, entry });
  const folder = await readRunFolder(from);
  return trainedPart(await loadFold(folder, fold, weights), folder.config.source?.places);
};

/** From a run folder of a backbone, takes only the backbone; each fold initialises the rest itself. */
const trainedPart = (weights: StateDict, places: unknown): StateDict =>
  Array.isArray(places)
    ? new Map([...weights].filter(([name]) => places.some((place) => name.startsWith(`${place}.`))))
    : weights;
