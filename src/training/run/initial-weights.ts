import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SpineError } from '../../domain/spine-error.ts';
import type { Network } from '../../models/nn/network.ts';
import { parametersOf } from '../../models/nn/shapes.ts';
import { loadFold, readRunFolder } from '../../models/weights/run-folder.ts';
import { readSafetensors } from '../../models/weights/safetensors.ts';
import { elementCount, type StateDict, type WeightArray } from '../../models/weights/state-dict.ts';
import { readTorchWeights } from '../../models/weights/torch/read-torch-weights.ts';
import { defaultWeights } from './default-weights.ts';
import { initialNothingFits, initialShapeUnfit, initialUnreadable } from './errors.ts';

export interface InitialOptions {
  /** A run folder, or a .pt or .safetensors file. */
  readonly from: string;
  readonly fold: number;
  readonly weights: 'best' | 'last';
  /** Names of parameters that are left as they are made; * stands for anything. */
  readonly except: readonly string[];
}

export interface InitialWeights {
  readonly weights: StateDict;
  /** How many parameters and buffers were taken over. */
  readonly taken: number;
  /** Names of those that were made anew. */
  readonly made: readonly string[];
}

/**
 * Weights to begin with. A parameter takes the tensor whose name is its own or the longest end of it, so that a backbone alone
 * fits into a network that has it inside. The first convolution is fitted to another number of channels.
 * @throws INITIAL_*, and what is wrong with the file
 */
export const initialWeights = async (
  network: Network,
  o: { readonly seed: number; readonly initial?: InitialOptions | undefined },
): Promise<InitialWeights> => {
  const made = defaultWeights(network, o.seed);
  const { initial } = o;
  if (initial === undefined) return { weights: made, taken: 0, made: [...made.keys()] };
  const found = await readWeights(initial);
  const left = new Set<string>();
  const weights = new Map(
    parametersOf(network).map(({ name, shape }): [string, WeightArray] => {
      const own = made.get(name)!;
      const source = initial.except.some((pattern) => matches(pattern, name)) ? undefined : sourceOf(name, found);
      if (source === undefined) left.add(name);
      return [name, source === undefined ? own : fitted(found.get(source)!, { name, shape }, initial.from)];
    }),
  );
  if (left.size === weights.size) throw initialNothingFits([...found.keys()], { file: initial.from });
  return { weights, taken: weights.size - left.size, made: [...left] };
};

const readWeights = async ({ from, fold, weights }: InitialOptions): Promise<StateDict> => {
  try {
    if (existsSync(join(from, 'config.json'))) return await loadFold(await readRunFolder(from), fold, weights);
    return from.endsWith('.safetensors') ? (await readSafetensors(from)).weights : await readTorchWeights(from);
  } catch (error) {
    throw error instanceof SpineError ? error : initialUnreadable(error, { file: from });
  }
};

const matches = (pattern: string, name: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
};

/** The longest end of a name, cut at dots, that is a name there. */
const sourceOf = (name: string, there: StateDict): string | undefined => {
  const parts = name.split('.');
  return parts.map((_, index) => parts.slice(index).join('.')).find((end) => end.includes('.') && there.has(end));
};

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

const fitted = (
  found: WeightArray,
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
  file: string,
): WeightArray => {
  if (sameShape(found.shape, shape)) return found;
  const onlyChannels = shape.length === 4 && found.shape.length === 4 && shape.every((n, i) => i === 1 || n === found.shape[i]);
  if (!onlyChannels || found.dtype !== 'float32') throw initialShapeUnfit(name, found.shape, shape, { file });
  return { dtype: 'float32', shape, data: withChannels(found.data, found.shape[1]!, shape) };
};

/**
 * A convolution for another number of input channels, as timm and segmentation_models_pytorch fit ImageNet's: one channel is the sum
 * of all; more are the old ones in turn, scaled so that the response to equal channels stays.
 */
const withChannels = (old: Float32Array, oldChannels: number, shape: readonly number[]): Float32Array => {
  const [, channels = 1] = shape;
  const area = elementCount(shape.slice(2));
  const out = new Float32Array(elementCount(shape));
  for (let i = 0; i < out.length; i++) {
    const pixel = i % area;
    const channel = Math.floor(i / area) % channels;
    const filter = Math.floor(i / (area * channels)) * oldChannels;
    const at = (from: number): number => old[(filter + from) * area + pixel]!;
    if (channels === 1) for (let from = 0; from < oldChannels; from++) out[i]! += at(from);
    else out[i] = (at(channel % oldChannels) * oldChannels) / channels;
  }
  return out;
};
