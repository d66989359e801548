import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelSource } from '../model-source.ts';
import { checkedPredictor } from '../runtime/in-parts.ts';
import type { ModelFile, Predictor } from '../runtime/runtime.ts';
import { sha256OfFile } from '../sha256-of-file.ts';
import type { Which } from '../weights/fold-files.ts';
import { int8OnOnnxOnly, quantisationStale, quantisedChanged } from './errors.ts';
import { QUANTISATION_FILE, quantisationOf, readQuantisation } from './quantisation-record.ts';

/** Arithmetic of networks. */
export const PRECISIONS = ['float32', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** The int8 network of a fold, or why there is none. */
export type Int8Choice =
  | { readonly fold: number; readonly path: string; readonly sha256: string }
  | { readonly fold: number; readonly reason: string };

interface FoldWeights {
  readonly fold: number;
  readonly weights: Which;
  /** Of the float32 weights. */
  readonly sha256: string;
}

/**
 * Finds the int8 network of a fold in its run folder.
 * @throws QUANTISATION_INVALID, QUANTISATION_STALE if it was made from other weights, QUANTISED_NETWORK_CHANGED
 */
export const int8Of = async (folder: string, { fold, weights, sha256 }: FoldWeights): Promise<Int8Choice> => {
  const made = quantisationOf(await readQuantisation(folder), { fold, weights });
  if (made === undefined) return { fold, reason: 'never quantised' };
  if (made.sha256 !== sha256) throw quantisationStale(fold, { file: join(folder, QUANTISATION_FILE) });
  if (made.file === undefined) return { fold, reason: made.reason ?? 'float32 was better' };
  const path = join(folder, made.file.name);
  const found = await sha256OfFile(path).catch((cause: unknown) => {
    throw quantisedChanged({ file: path }, cause);
  });
  if (found !== made.file.sha256) throw quantisedChanged({ file: path });
  return { fold, path, sha256: found };
};

/** Largest batch of an int8 network; its layers take a quarter of the memory of float32. */
const ROWS_PER_RUN = 16;

/** A model file with the names and shapes of the network that it was made from. */
export const int8Predictor = (
  name: string,
  file: ModelFile,
  { inputs, outputs }: Pick<Predictor, 'inputs' | 'outputs'>,
): Predictor => {
  const wanted = outputs.map((output) => output.name);
  const network = { name, inputs, outputs, release: file.release };
  return checkedPredictor(network, (given, options) => file.run(given, wanted, options), ROWS_PER_RUN);
};

/** A source that loads the int8 networks where there are some. */
export const withInt8 = (source: ModelSource, choices: readonly Int8Choice[]): ModelSource => {
  const pathOf = (fold: number): string | undefined => {
    const choice = choices.find((one) => one.fold === fold);
    return choice !== undefined && 'path' in choice ? choice.path : undefined;
  };
  return {
    ...source,
    bytesOf: async (fold) => {
      const path = pathOf(fold);
      return path === undefined ? source.bytesOf(fold) : (await stat(path)).size;
    },
    load: async (fold, how) => {
      const path = pathOf(fold);
      if (path === undefined) return source.load(fold, how);
      const { runtime, name } = how;
      const onCpu = (runtime.identity?.provider ?? 'cpu') === 'cpu';
      if (runtime.openFile === undefined || !onCpu) throw int8OnOnnxOnly(name);
      const file = await runtime.openFile({ name, path });
      return int8Predictor(name, file, source.architecture);
    },
  };
};
