import { join } from 'node:path';
import { z } from 'zod';
import { nearestRank } from '../../domain/statistics/quantile.ts';
import { parseRecord } from '../../schema/json-record.ts';
import { peaksInvalid, peaksStale } from './errors.ts';
import type { HashedWeights, Which } from './fold-files.ts';
import { readOptional, writeRecord } from './record-file.ts';

const height = z.number();

const measured = z.strictObject({
  /** Hash of the weights that the peaks were measured with. */
  sha256: z.string(),
  /** Number of heatmaps of labelled points. */
  maps: z.int().positive(),
  least: height,
  percentile1: height,
  percentile5: height,
  median: height,
  /** Lowest trusted peak: half of the first percentile, far below validation results. */
  floor: height,
});
/** Peak heights of a keypoint network's heatmaps at labelled points, on studies outside its training set. */
export type PeakDistribution = z.output<typeof measured>;

const schema = z.strictObject({ version: z.literal(1), best: measured.optional(), last: measured.optional() });
/** `fold<k>-peaks.json`, in the folder of the fold's weights. */
export type PeakRecord = z.output<typeof schema>;

export const peaksFile = (fold: number): string => `fold${fold}-peaks.json`;

const FLOOR_SHARE = 0.5;

/** Summarises these peaks. @param peaks at least one */
export const peakDistribution = (peaks: readonly number[], sha256: string): PeakDistribution => {
  const ascending = peaks.toSorted((a, b) => a - b);
  const percentile1 = nearestRank(ascending, 0.01);
  return {
    sha256,
    maps: peaks.length,
    least: ascending[0]!,
    percentile1,
    percentile5: nearestRank(ascending, 0.05),
    median: nearestRank(ascending, 0.5),
    floor: FLOOR_SHARE * percentile1,
  };
};

/** Reads the record of a fold; undefined if there is none. @throws PEAKS_INVALID */
export const readPeaks = (folder: string, fold: number): Promise<PeakRecord | undefined> =>
  readOptional(join(folder, peaksFile(fold)), (text) => parseRecord(text, schema, peaksInvalid));

/** Adds the measurements with some weights of a fold to its record. */
export const recordPeaks = async (
  folder: string,
  fold: number,
  measuredNow: Partial<Readonly<Record<Which, PeakDistribution>>>,
): Promise<void> => {
  const earlier = await readPeaks(folder, fold).catch(() => undefined); // an invalid record is replaced
  const record: PeakRecord = { version: 1, ...earlier, ...measuredNow };
  await writeRecord(join(folder, peaksFile(fold)), record);
};

/**
 * Returns the lowest trusted peak of these weights; undefined if none is recorded.
 * @throws PEAKS_INVALID, PEAKS_STALE if it was measured with other weights
 */
export const peakFloorOf = async (
  folder: string,
  { fold, which, sha256 }: HashedWeights,
): Promise<number | undefined> => {
  const found = (await readPeaks(folder, fold))?.[which];
  if (found !== undefined && found.sha256 !== sha256) throw peaksStale(fold, which, join(folder, peaksFile(fold)));
  return found?.floor;
};
