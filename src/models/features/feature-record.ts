import { join } from 'node:path';
import { z } from 'zod';
import { sha256Of } from '../../files/sha256.ts';
import { parseRecord } from '../../schema/json-record.ts';
import { isOnnxConfig } from '../external-onnx/onnx-config.ts';
import type { Int8Choice } from '../quantise/int8-networks.ts';
import { featuresInvalid, featuresStale } from '../weights/errors.ts';
import type { HashedWeights, Which } from '../weights/fold-files.ts';
import { measureSchema } from '../weights/image-reference-record.ts';
import { readOptional } from '../weights/record-file.ts';
import type { RunFolder } from '../weights/run-folder.ts';
import { isRegionKind } from '../zoo/region-kinds.ts';
import type { FeatureReference } from './feature-reference.ts';

const BYTES = 4;

/** Numbers as base64 of little-endian float32: exact, and half as long as decimals. */
const encoded = (values: Float32Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

const floats = z.base64().transform((text, { addIssue }) => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % BYTES !== 0) addIssue('expected whole float32 numbers');
  const values = Float32Array.from({ length: Math.floor(bytes.length / BYTES) }, (_, i) =>
    bytes.readFloatLE(i * BYTES),
  );
  if (!values.every(Number.isFinite)) addIssue('expected finite numbers');
  return values;
});

const count = z.int().nonnegative();
const schema = z
  .strictObject({
    version: z.literal(1),
    /** Hash of the weights that computed the features. */
    sha256: z.string(),
    studies: count.positive(),
    bound: z.number().positive().optional(),
    beyond: count,
    distances: measureSchema,
    variances: z.array(z.number().positive()),
    remainder: z.number().positive(),
    mean: floats,
    directions: z.array(floats),
  })
  .refine(
    ({ mean, variances, directions }) =>
      mean.length > 0 &&
      directions.length === variances.length &&
      directions.every(({ length }) => length === mean.length),
    'expected a direction as long as the mean for each variance',
  );

/** In the folder of the fold's weights. */
export const featuresFile = (fold: number): string => `fold${fold}-features.json`;

/** A reference with the SHA-256 of its file. */
export interface StoredFeatures {
  readonly reference: FeatureReference;
  readonly sha256: string;
}

const referenceOf = ({
  studies,
  bound,
  beyond,
  distances,
  ...space
}: Omit<z.output<typeof schema>, 'version' | 'sha256'>): FeatureReference => ({
  ...{ studies, beyond, distances },
  ...(bound !== undefined && { bound }),
  space,
});

/**
 * Reads the features recorded with some weights; undefined if there are none. They are recorded for the best weights,
 * and hold for the last ones if those are the same.
 * @throws FEATURES_INVALID, FEATURES_STALE if they were computed by other weights than the best
 */
export const readFeatures = async (
  folder: string,
  { fold, which, sha256 }: HashedWeights,
): Promise<StoredFeatures | undefined> => {
  const file = join(folder, featuresFile(fold));
  return readOptional(file, (text) => {
    const { version, sha256: computedBy, ...found } = parseRecord(text, schema, featuresInvalid);
    if (computedBy !== sha256 && which === 'last') return undefined;
    if (computedBy !== sha256) throw featuresStale(fold, file);
    return { reference: referenceOf(found), sha256: sha256Of(text) };
  });
};

/** `fold<k>-features.json`: people can read its numbers, but not its vectors. */
export const formatFeatures = (
  sha256: string,
  { studies, bound, beyond, distances, space }: FeatureReference,
): string =>
  `${JSON.stringify(
    {
      ...{ version: 1, sha256, studies },
      ...(bound !== undefined && { bound }),
      ...{ beyond, distances, variances: space.variances, remainder: space.remainder },
      mean: encoded(space.mean),
      directions: space.directions.map(encoded),
    },
    undefined,
    1,
  ).replace(/\[[^[\]{}"]*\]/g, (list) => list.replace(/\s+/g, ''))}\n`;

/**
 * Reads the features that a run folder records of some folds; undefined unless all of them have some, since folds
 * without cannot be compared.
 * @throws FEATURES_INVALID, FEATURES_STALE
 */
export const featuresOfFolds = async (
  folder: string,
  which: Which,
  folds: readonly { readonly fold: number; readonly sha256: string }[],
): Promise<ReadonlyMap<number, StoredFeatures> | undefined> => {
  const stored = new Map<number, StoredFeatures>();
  for (const { fold, sha256 } of folds) {
    const found = await readFeatures(folder, { fold, which, sha256 });
    if (found === undefined) return undefined;
    stored.set(fold, found);
  }
  return stored;
};

/** Whether the networks can compute features: those of files and int8 networks cannot. */
export const givesFeatures = ({ config: { architecture } }: RunFolder, choices: readonly Int8Choice[]): boolean =>
  isRegionKind(architecture.kind) && !isOnnxConfig(architecture) && !choices.some((choice) => 'path' in choice);
