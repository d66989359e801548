import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../../models/nn/network.ts';
import { readWeights } from '../../models/weights/read-weights.ts';
import { loadFold, readRunFolder } from '../../models/weights/run-folder.ts';
import type { StateDict } from '../../models/weights/state-dict.ts';
import { initialWeights } from '../../models/zoo/initial-weights.ts';
import { startNothingFits, startShapeUnfit } from './errors.ts';

/** Where weights come from. */
export interface StartOptions {
  /** A run folder, or a .pt or .safetensors file. */
  readonly from: string;
  readonly fold: number;
  readonly weights: 'best' | 'last';
  /** Names of parameters that are left as they are made; * stands for anything. */
  readonly except: readonly string[];
}

export interface StartingWeights {
  readonly weights: StateDict;
  /** Names of parameters and buffers that were taken over. */
  readonly taken: readonly string[];
}

/**
 * Weights to begin training with: those of the same name elsewhere, such as an imported ImageNet backbone's, and initial ones for the rest.
 * @throws TRAINING_START_*, and what is wrong with the weights there
 */
export const startingWeights = async (
  network: Network,
  { seed, start }: { readonly seed: number; readonly start?: StartOptions | undefined },
): Promise<StartingWeights> => {
  const made = initialWeights(network, { seed });
  if (start === undefined) return { weights: made, taken: [] };
  const where = { file: start.from };
  const there = await readThere(start);
  const spared = start.except.map(patternOf);
  const given = new Map([...there].filter(([name]) => made.has(name) && !spared.some((pattern) => pattern.test(name))));
  if (given.size === 0) throw startNothingFits([...there.keys()], where);
  for (const [name, { shape }] of given) {
    const needed = made.get(name)!.shape;
    if (shape.join() !== needed.join()) throw startShapeUnfit(name, { found: shape, needed }, where);
  }
  return { weights: initialWeights(network, { seed, given }), taken: [...given.keys()] };
};

const readThere = async ({ from, fold, weights }: StartOptions): Promise<StateDict> =>
  existsSync(join(from, 'config.json')) ? loadFold(await readRunFolder(from), fold, weights) : readWeights(from);

const patternOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
