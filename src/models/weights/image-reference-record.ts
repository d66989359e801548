import { join } from 'node:path';
import { z } from 'zod';
import { IMAGE_MEASURES, type ImageReference } from '../../domain/statistics/image-statistics.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import { sha256Of } from '../../files/sha256.ts';
import { parseRecord } from '../../schema/json-record.ts';
import { imageReferenceInvalid } from './errors.ts';
import { readOptional } from './record-file.ts';

/** In a run folder. */
export const IMAGE_REFERENCE_FILE = 'image-statistics.json';

const count = z.int().nonnegative();
const counts = z.record(z.string(), count);
/** Schema of a measure's distribution. */
export const measureSchema = z.strictObject({
  count: count.positive(),
  low: z.number(),
  median: z.number(),
  high: z.number(),
  values: z.array(z.number()).min(1),
});
const schema = z.strictObject({
  version: z.literal(1),
  studies: count.positive(),
  bound: z.number().positive().optional(),
  beyond: count,
  series: z.partialRecord(z.enum(SERIES_KINDS), z.partialRecord(z.enum(IMAGE_MEASURES), measureSchema)),
  manufacturers: counts,
  fieldStrengthsT: counts,
});

/** Parses `image-statistics.json`. @throws IMAGE_STATISTICS_INVALID */
const parseImageReference = (text: string): ImageReference => parseRecord(text, schema, imageReferenceInvalid);

/** `image-statistics.json` of a run folder: one line for each measure, so that people can read and compare it. */
export const formatImageReference = (reference: ImageReference): string =>
  `${JSON.stringify(reference, undefined, 1).replace(/\[[^[\]]*\]/g, (list) => list.replace(/\s+/g, ''))}\n`;

/** A reference with the SHA-256 of its file. */
export interface StoredImageReference {
  readonly reference: ImageReference;
  readonly sha256: string;
}

/** Reads the record of a run folder; undefined if there is none. @throws IMAGE_STATISTICS_INVALID */
export const readImageReference = (folder: string): Promise<StoredImageReference | undefined> =>
  readOptional(join(folder, IMAGE_REFERENCE_FILE), (text) => ({
    reference: parseImageReference(text),
    sha256: sha256Of(text),
  }));
