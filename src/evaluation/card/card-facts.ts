import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DescribedRunFolder, describeRunFolder } from '../../models/describe-run-folder.ts';
import { readFeatures } from '../../models/features/feature-record.ts';
import type { FeatureReference } from '../../models/features/feature-reference.ts';
import { readImageReference } from '../../models/weights/image-reference-record.ts';
import { readRunFolder } from '../../models/weights/run-folder.ts';
import { studySetHash } from '../../models/weights/study-set-hash.ts';
import { productVersion } from '../../run/product-version.ts';
import { cardHistoryInvalid } from './errors.ts';
import { readCardEvaluation } from './read-evaluation.ts';
import { withoutPaths } from './without-paths.ts';

/** What only people know of a model; whatever is absent is stated as not recorded. */
export interface CardStatements {
  /** Version of the model, e.g. `1.0.0`. */
  readonly modelVersion?: string | undefined;
  /** Licence of the weights, e.g. `cc-by-4.0`. */
  readonly license?: string | undefined;
  readonly authors?: string | undefined;
  /** Where the training data comes from. */
  readonly dataSource?: string | undefined;
}

/** Everything that a card states of a model. */
export type CardFacts = Readonly<Awaited<ReturnType<typeof cardFacts>>>;

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? { ...value } : undefined;

interface Epoch {
  readonly fold: number;
  readonly epoch: number;
  readonly validationLoss: number;
}

const isEpoch = (value: unknown): value is Epoch => {
  const { fold, epoch, validationLoss } = { ...Object(value) };
  return [fold, epoch, validationLoss].every((one) => typeof one === 'number');
};

const parsedLine = (text: string, line: number, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw cardHistoryInvalid(file, line, cause);
  }
};

const epochsIn = async (folder: string): Promise<readonly Epoch[]> => {
  const file = join(folder, 'history.jsonl');
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => (line === '' ? [] : [parsedLine(line, index + 1, file)])).filter(isEpoch);
};

/** The epoch of each fold with the least validation loss. */
const bestEpochsOf = (epochs: readonly Epoch[]) =>
  [...new Set(epochs.map(({ fold }) => fold))]
    .sort((a, b) => a - b)
    .map((fold) => {
      const own = epochs.filter((one) => one.fold === fold);
      const best = own.reduce((least, one) => (one.validationLoss < least.validationLoss ? one : least));
      return { fold, epoch: best.epoch, epochs: own.length, validationLoss: best.validationLoss };
    });

/** Features that the folds' best weights compute of their training studies, where they are recorded. */
const featuresOf = async ({ path, folds }: DescribedRunFolder) => {
  const features: { readonly fold: number; readonly reference: FeatureReference }[] = [];
  for (const { fold, best } of folds) {
    const stored = best && (await readFeatures(path, { fold, which: 'best', sha256: best }));
    if (stored) features.push({ fold, reference: stored.reference });
  }
  return features;
};

/** Reads what a run folder, and an evaluation of it, know. @throws RUN_FOLDER_*, SPLITS_INVALID, FEATURES_*, CARD_* */
export const cardFacts = async (
  folder: string,
  { evaluation, ...statements }: CardStatements & { readonly evaluation?: string | undefined },
) => {
  const [model, { config, splits = [] }] = [await describeRunFolder(folder), await readRunFolder(folder)];
  const hashes = model.folds.flatMap(({ best, last }) => [best, last].flatMap((hash) => hash ?? []));
  const { training } = config;
  const trained = new Set(model.folds.map(({ fold }) => fold));
  return {
    spinestream: productVersion(),
    model,
    /** The experiment, as recorded by training. */
    training: recordOf(withoutPaths(training)),
    bestEpochs: bestEpochsOf(await epochsIn(folder)),
    /** Studies of the trained folds, by number and hash. */
    folds: splits
      .filter(({ fold }) => trained.has(fold))
      .map(({ fold, train, validation }) => ({
        ...{ fold, train: train.length, validation: validation.length },
        ...{ trainSha256: studySetHash(train), validationSha256: studySetHash(validation) },
      })),
    images: (await readImageReference(folder))?.reference,
    features: await featuresOf(model),
    evaluation: evaluation === undefined ? undefined : await readCardEvaluation(evaluation, hashes),
    statements,
  };
};
