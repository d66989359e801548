import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { asSpineError } from '../domain/spine-error.ts';
import { boundedPredictors } from './bounded-predictors.ts';
import { everyFoldTrained, foldsAbsent, modelUnknown, splitsAbsent } from './errors.ts';
import { type BatchOptions, batched } from './runtime/batched.ts';
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
  /**
   * The model of that name, with the folds to be averaged for a study: all that were asked for, or, out of fold, those that
   * were not trained on it.
   * @throws where no model has that name, or every fold was trained on the study
   */
  readonly get: (name: string, studyId?: string) => Promise<ModelSet>;
}

/** A model that a pipeline names. */
export interface ModelRequest {
  readonly name: string;
  /** Its run folder. */
  readonly path: string;
  readonly folds: 'all' | 'out-of-fold' | readonly number[];
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
  const folds = typeof request.folds === 'string' ? present : request.folds;
  const absent = folds.filter((fold) => !present.includes(fold));
  if (absent.length > 0 || folds.length === 0) throw foldsAbsent(name, path, weights, absent, present);
  if (request.folds === 'out-of-fold' && folder.splits === undefined) throw splitsAbsent(name, path);
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

export interface LoadOptions {
  /** Networks in memory at a time; all of them by default. */
  readonly inMemory?: number | undefined;
  /** Gathers requests of several studies; none by default. */
  readonly batch?: BatchOptions | undefined;
  readonly onLoaded?: (name: string, fold: number) => void;
}

/**
 * Loads every fold of every model into the runtime, one file in memory at a time. Where fewer networks may be in memory
 * than there are, each is loaded when it is needed.
 * @throws what is wrong with the weights, naming the file
 */
export const loadModels = async (
  models: readonly OpenModel[],
  runtime: Runtime,
  { inMemory = Number.POSITIVE_INFINITY, batch, onLoaded }: LoadOptions = {},
): Promise<ModelStore> => {
  const networks = models.reduce((sum, { folds }) => sum + folds.length, 0);
  const bounded = networks > inMemory ? boundedPredictors(inMemory) : undefined;
  const sets = new Map<string, LoadedModel>();
  for (const model of models) {
    const members: Member[] = [];
    for (const fold of model.folds) {
      const load = async () => {
        const loaded = await loadMember(model, fold, runtime);
        onLoaded?.(model.request.name, fold);
        return loaded;
      };
      const { inputs, outputs } = model.architecture;
      const key = `${model.request.name} fold ${fold}`;
      const predictor = bounded?.predictorOf({ key, inputs, outputs, load }) ?? (await load());
      members.push({ fold, predictor: batch === undefined ? predictor : batched(predictor, batch) });
    }
    sets.set(model.request.name, { model, members });
  }
  return {
    get: async (name, studyId) => {
      const loaded = sets.get(name);
      if (loaded === undefined) throw modelUnknown(name, [...sets.keys()]);
      return { name, architecture: loaded.model.architecture, members: membersFor(loaded, studyId) };
    },
  };
};

interface Member {
  readonly fold: number;
  readonly predictor: Predictor;
}
interface LoadedModel {
  readonly model: OpenModel;
  readonly members: readonly Member[];
}

/** All folds; out of fold, those that did not see the study in training. A study that no fold knows was seen by none. */
const membersFor = ({ model, members }: LoadedModel, studyId: string | undefined): readonly Predictor[] => {
  const { request, folder } = model;
  const saw = (fold: number) =>
    folder.splits?.find((split) => split.fold === fold)?.train.includes(studyId ?? '') ?? false;
  const allowed = request.folds === 'out-of-fold' ? members.filter(({ fold }) => !saw(fold)) : members;
  if (allowed.length === 0) throw everyFoldTrained(request.name);
  return allowed.map(({ predictor }) => predictor);
};

const loadMember = async (
  { folder, request, architecture }: OpenModel,
  fold: number,
  runtime: Runtime,
): Promise<Predictor> => {
  const { name, weights: which } = request;
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
