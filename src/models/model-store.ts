import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { asSpineError } from '../domain/spine-error.ts';
import { foldsAbsent, modelUnknown } from './errors.ts';
import type { Predictor, Runtime } from './runtime/runtime.ts';
import { foldFile } from './weights/fold-files.ts';
import { loadFold, type RunFolder, readRunFolder } from './weights/run-folder.ts';
import { type Architecture, architectureOf } from './zoo/architecture.ts';
import { parseArchitecture } from './zoo/parse-architecture.ts';

/** A model as operators use it: one network, and a predictor for each of the folds that are averaged. */
export interface ModelSet {
  readonly name: string;
  readonly architecture: Architecture;
  readonly members: readonly Predictor[];
}

/** Gives out models by the names of a pipeline file. */
export interface ModelStore {
  /** @throws where no model has that name */
  readonly get: (name: string) => Promise<ModelSet>;
}

/** A model that a pipeline names. */
export interface ModelRequest {
  readonly name: string;
  /** Its run folder. */
  readonly path: string;
  readonly folds: 'all' | readonly number[];
  readonly weights: 'best' | 'last';
}

/** What a model is, for the record of a run: it identifies the weights whatever the folder is called. */
export interface ModelIdentity {
  readonly name: string;
  readonly path: string;
  readonly architecture: Architecture['config'];
  readonly folds: readonly { readonly fold: number; readonly sha256: string }[];
}

/** A run folder that was looked into; its weights are still on disk. */
export interface OpenModel {
  readonly request: ModelRequest;
  readonly folder: RunFolder;
  readonly architecture: Architecture;
  readonly folds: readonly number[];
  readonly identity: ModelIdentity;
}

/**
 * Looks into the run folder of a model: which network, which folds, and the hash of each fold's weights.
 * @throws RUN_FOLDER_*, MODEL_*, FOLDS_ABSENT
 */
export const openModel = async (request: ModelRequest): Promise<OpenModel> => {
  const { name, path, weights } = request;
  const folder = await readRunFolder(path);
  const present = folder.folds.filter((files) => files[weights]).map(({ fold }) => fold);
  const folds = request.folds === 'all' ? present : request.folds;
  const absent = folds.filter((fold) => !present.includes(fold));
  if (absent.length > 0 || folds.length === 0) throw foldsAbsent(name, path, weights, absent, present);
  try {
    const config = parseArchitecture(folder.config.architecture);
    const architecture = architectureOf(config, { resolutionPx: folder.config.input.resolutionPx });
    const hashes: ModelIdentity['folds'][number][] = [];
    for (const fold of folds) hashes.push({ fold, sha256: await sha256Of(join(path, foldFile(fold, weights))) });
    return { request, folder, architecture, folds, identity: { name, path, architecture: config, folds: hashes } };
  } catch (error) {
    throw asSpineError(error, { file: join(path, 'config.json') });
  }
};

/**
 * Loads every fold of every model into the runtime, one file in memory at a time.
 * @throws what is wrong with the weights, naming the file
 */
export const loadModels = async (
  models: readonly OpenModel[],
  runtime: Runtime,
  onLoaded?: (name: string, fold: number) => void,
): Promise<ModelStore> => {
  const sets = new Map<string, ModelSet>();
  for (const { request, folder, architecture, folds } of models) {
    const members: Predictor[] = [];
    for (const fold of folds) {
      members.push(await loadMember(folder, fold, request, architecture, runtime));
      onLoaded?.(request.name, fold);
    }
    sets.set(request.name, { name: request.name, architecture, members });
  }
  return {
    get: async (name) => {
      const set = sets.get(name);
      if (set === undefined) throw modelUnknown(name, [...sets.keys()]);
      return set;
    },
  };
};

const loadMember = async (
  folder: RunFolder,
  fold: number,
  { name, weights: which }: ModelRequest,
  architecture: Architecture,
  runtime: Runtime,
): Promise<Predictor> => {
  const weights = await loadFold(folder, fold, which);
  try {
    return await runtime.load({ name: `${name} fold ${fold}`, architecture, weights });
  } catch (error) {
    throw asSpineError(error, { file: join(folder.path, foldFile(fold, which)) });
  }
};

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
};
