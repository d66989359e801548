import type { ImageReference } from '../domain/statistics/image-statistics.ts';
import { mean } from '../domain/statistics/mean.ts';
import { boundedPredictors } from './bounded-predictors.ts';
import { checkSplits } from './check-splits.ts';
import { everyFoldTrained, foldsAbsent, modelOutOfMemory, modelUnknown, splitsAbsent } from './errors.ts';
import { isOnnxConfig } from './external-onnx/onnx-config.ts';
import { onnxSource } from './external-onnx/onnx-source.ts';
import { featuresOfFolds, givesFeatures, type StoredFeatures } from './features/feature-record.ts';
import type { FeatureReference } from './features/feature-reference.ts';
import type { LoadHow, ModelSource, ServedNetwork } from './model-source.ts';
import { type Int8Choice, int8Of, type Precision, withInt8 } from './quantise/int8-networks.ts';
import { type BatchOptions, batchNetworks, computesOnGpu } from './runtime/batching/batch-networks.ts';
import { memoryShortageOf } from './runtime/memory-shortage.ts';
import type { Predictor, Runtime } from './runtime/runtime.ts';
import { readImageReference } from './weights/image-reference-record.ts';
import { peakFloorOf } from './weights/peak-record.ts';
import { type RunFolder, readRunFolder, type Which } from './weights/run-folder.ts';
import { zooSource } from './zoo-source.ts';

/** A model for operators: one network, with a predictor for each fold to be averaged. */
export interface ModelSet {
  readonly name: string;
  readonly architecture: ServedNetwork;
  readonly members: readonly Predictor[];
  /** Lowest trusted heatmap peak; undefined if the weights of a member record none. */
  readonly peakFloor?: number | undefined;
  /** The images that it was trained on; undefined if its run folder does not record them. */
  readonly imageReference?: ImageReference | undefined;
  /** The features of the training studies, one per member; undefined if the weights of a member record none. */
  readonly features?: readonly FeatureReference[] | undefined;
}

/** Provides models by the names in a pipeline file. */
export interface ModelStore {
  /**
   * Returns the model of that name with the folds to average for a study: all requested ones or, out of fold, those not trained on it.
   * @throws if no model has that name, or every fold was trained on the study
   */
  readonly get: (name: string, studyId?: string) => Promise<ModelSet>;
}

/** A model named in a pipeline. */
export interface ModelRequest {
  readonly name: string;
  /** Its run folder. */
  readonly path: string;
  readonly folds: 'all' | 'out-of-fold' | readonly number[];
  readonly weights: 'best' | 'last';
}

/** Identity of a model, for the record of a run; identifies the weights whatever the folder's name. */
export interface ModelIdentity {
  readonly name: string;
  readonly path: string;
  readonly architecture: ModelSource['description'];
  readonly folds: readonly {
    readonly fold: number;
    readonly sha256: string;
    /** Lowest trusted heatmap peak, if recorded. */
    readonly peakFloor?: number;
    /** Hash of the int8 network that computes in its place. */
    readonly int8Sha256?: string;
    /** Hash of the record of its features, if features are compared. */
    readonly featuresSha256?: string;
  }[];
  /** SHA-256 of the record of its training images, if there is one. */
  readonly imageStatistics?: string;
}

/** An opened run folder; its weights are still on disk. */
export interface OpenModel {
  readonly request: ModelRequest;
  readonly folder: RunFolder;
  readonly source: ModelSource;
  readonly folds: readonly number[];
  readonly identity: ModelIdentity;
  readonly imageReference: ImageReference | undefined;
  /** By fold; undefined unless the network computes features and all folds record them. */
  readonly features: ReadonlyMap<number, StoredFeatures> | undefined;
  /** Folds for which int8 was requested but does not exist, and why. */
  readonly withoutInt8: readonly { readonly fold: number; readonly reason: string }[];
}

export interface OpenModelOptions {
  /** The local folder, if the path is a remote address. */
  readonly at?: string;
  /** `int8` takes the int8 networks of the run folder where there are some. Default: float32. */
  readonly precision?: Precision;
}

/**
 * Opens the run folder of a model: its network, folds, and the SHA-256 of each fold's weights, which stay on disk.
 * @throws RUN_FOLDER_*, MODEL_*, FOLDS_ABSENT, SPLITS_*, PEAKS_*, FEATURES_*, IMAGE_STATISTICS_INVALID, QUANTISATION_*, QUANTISED_*
 *
 * @example
 * import { openModel } from 'spinestream/models';
 *
 * const path = 'weights/nano/nano_foraminal';
 * const { folds, source } = await openModel({ name: 'foraminal', path, folds: 'all', weights: 'best' });
 * folds; // [1]
 * source.architecture.inputs[0]?.shape; // ['n', 5, 64, 64]
 */
export const openModel = async (
  request: ModelRequest,
  { at = request.path, precision = 'float32' }: OpenModelOptions = {},
): Promise<OpenModel> => {
  const { name, path, weights } = request;
  const folder = await readRunFolder(at);
  const source = sourceOf(folder, weights);
  const folds = typeof request.folds === 'string' ? source.folds : request.folds;
  const absent = folds.filter((fold) => !source.folds.includes(fold));
  if (absent.length > 0 || folds.length === 0) throw foldsAbsent(name, path, weights, absent, source.folds);
  if (request.folds === 'out-of-fold' && folder.splits === undefined) throw splitsAbsent(name, path);
  if (request.folds === 'out-of-fold') await checkSplits(folder, weights);
  const hashes: ModelIdentity['folds'][number][] = [];
  const choices: Int8Choice[] = [];
  for (const fold of folds) {
    const sha256 = await source.sha256Of(fold);
    const peakFloor = await peakFloorOf(at, { fold, which: weights, sha256 });
    const choice = precision === 'int8' ? await int8Of(at, { fold, weights, sha256 }) : undefined;
    if (choice !== undefined) choices.push(choice);
    const int8 = choice !== undefined && 'path' in choice ? { int8Sha256: choice.sha256 } : {};
    hashes.push({ fold, sha256, ...(peakFloor !== undefined && { peakFloor }), ...int8 });
  }
  const images = await readImageReference(at);
  const features = givesFeatures(folder, choices) ? await featuresOfFolds(at, weights, hashes) : undefined;
  const identity: ModelIdentity = {
    ...{ name, path, architecture: source.description },
    folds: hashes.map((one) => ({ ...one, ...(features && { featuresSha256: features.get(one.fold)!.sha256 }) })),
    ...(images !== undefined && { imageStatistics: images.sha256 }),
  };
  return {
    ...{ request, folder, folds, identity, features },
    source: features === undefined ? withInt8(source, choices) : zooSource(folder, weights, { features: true }),
    imageReference: images?.reference,
    withoutInt8: choices.filter((choice) => 'reason' in choice),
  };
};

const sourceOf = (folder: RunFolder, which: Which): ModelSource =>
  isOnnxConfig(folder.config.architecture) ? onnxSource(folder) : zooSource(folder, which);

export interface LoadOptions {
  /** Maximum number of networks in memory; all by default. */
  readonly inMemory?: number | undefined;
  /** Whether networks free their working memory between predictions. Default: if not all are in memory. */
  readonly lean?: boolean | undefined;
  /** Batches over several studies; by default, each study is a batch. */
  readonly batch?: BatchOptions | undefined;
  readonly onLoaded?: (name: string, fold: number) => void;
}

/**
 * Loads every fold of every model into the runtime, one file in memory at a time. If `inMemory` is smaller than the number of networks,
 * loads each on demand.
 * @throws errors of the weights, naming the file
 *
 * @example
 * import { loadModels, openModel, startOnnxRuntime } from 'spinestream/models';
 *
 * const path = 'weights/nano/nano_foraminal';
 * const opened = await openModel({ name: 'foraminal', path, folds: 'all', weights: 'best' });
 * const runtime = await startOnnxRuntime({ threads: 1 });
 * const models = await loadModels([opened], runtime);
 * (await models.get('foraminal')).members.length; // 1
 * await models.get('spinal'); // throws MODEL_UNKNOWN
 * await runtime.close();
 */
export const loadModels = async (
  models: readonly OpenModel[],
  runtime: Runtime,
  { inMemory = Number.POSITIVE_INFINITY, lean: isLean, batch, onLoaded }: LoadOptions = {},
): Promise<ModelStore> => {
  const networks = models.reduce((sum, { folds }) => sum + folds.length, 0);
  const bounded = networks > inMemory ? boundedPredictors(inMemory) : undefined;
  const lean = isLean ?? bounded !== undefined;
  const joined = batch && batchNetworks(batch, computesOnGpu(runtime.identity));
  const sets = new Map<string, LoadedModel>();
  for (const model of models) {
    const members: Member[] = [];
    for (const fold of model.folds) {
      const key = `${model.request.name} fold ${fold}`;
      const load = async () => {
        const loaded = await loadedWithin(model.source, fold, { name: key, runtime, lean });
        onLoaded?.(model.request.name, fold);
        return joined?.(loaded, { model: model.request.name, fold }) ?? loaded;
      };
      const { inputs, outputs } = model.source.architecture;
      const predictor = bounded?.({ key, inputs, outputs, load }) ?? (await load());
      members.push({ fold, predictor });
    }
    sets.set(model.request.name, { model, members });
  }
  return {
    get: async (name, studyId) => {
      const loaded = sets.get(name);
      if (loaded === undefined) throw modelUnknown(name, [...sets.keys()]);
      const members = membersFor(loaded, studyId);
      const { source, identity } = loaded.model;
      return {
        name,
        architecture: source.architecture,
        members: members.map(({ predictor }) => predictor),
        peakFloor: meanFloor(identity, members),
        imageReference: loaded.model.imageReference,
        features: loaded.model.features && members.map(({ fold }) => loaded.model.features!.get(fold)!.reference),
      };
    },
  };
};

const loadedWithin = async (source: ModelSource, fold: number, how: LoadHow): Promise<Predictor> => {
  try {
    return await source.load(fold, how);
  } catch (error) {
    const shortage = memoryShortageOf(error);
    if (shortage === undefined) throw error;
    const weightBytes = await source.bytesOf(fold).catch(() => undefined);
    throw modelOutOfMemory(how.name, { weightBytes, missing: shortage.bytes }, error);
  }
};

interface Member {
  readonly fold: number;
  readonly predictor: Predictor;
}
interface LoadedModel {
  readonly model: OpenModel;
  readonly members: readonly Member[];
}

/** All folds; out of fold, those not trained on the study. No fold was trained on a study that the table lacks. */
const membersFor = ({ model, members }: LoadedModel, studyId: string | undefined): readonly Member[] => {
  const { request, folder } = model;
  const saw = (fold: number) =>
    folder.splits?.find((split) => split.fold === fold)?.train.includes(studyId ?? '') ?? false;
  const allowed = request.folds === 'out-of-fold' ? members.filter(({ fold }) => !saw(fold)) : members;
  if (allowed.length === 0) throw everyFoldTrained(request.name);
  return allowed;
};

/** Peak floor for heatmaps averaged over these folds; undefined if one of them records none. */
const meanFloor = ({ folds }: ModelIdentity, members: readonly Member[]): number | undefined => {
  const floors = members.map(({ fold }) => folds.find((one) => one.fold === fold)?.peakFloor ?? Number.NaN);
  const floor = mean(floors);
  return Number.isNaN(floor) ? undefined : floor;
};
