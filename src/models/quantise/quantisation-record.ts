import { join } from 'node:path';
import { z } from 'zod';
import { parseRecord } from '../../schema/json-record.ts';
import type { Which } from '../weights/fold-files.ts';
import { readOptional, writeRecord } from '../weights/record-file.ts';
import { CALIBRATION_METHODS } from './calibrated-range.ts';
import { quantisationInvalid } from './errors.ts';

/** Times of one run in ms, float32 and int8 in turn: the fastest of each. */
const speed = z.strictObject({
  rows: z.int(),
  rounds: z.int(),
  threads: z.int(),
  float32Ms: z.number(),
  int8Ms: z.number(),
  /** CPU time, which other processes disturb less. */
  float32CpuMs: z.number(),
  int8CpuMs: z.number(),
  /** float32 over int8, in CPU time. */
  speedup: z.number(),
});

/** Differences between the int8 and the float32 network on studies. */
const difference = z.strictObject({
  /** Peaks or probabilities compared. */
  values: z.int(),
  unit: z.enum(['mm', 'probability']),
  median: z.number(),
  percentile99: z.number(),
  greatest: z.number(),
  /** Weighted log loss of the network's own grades, if the studies have labels. */
  logLoss: z.strictObject({ float32: z.number(), int8: z.number() }).optional(),
});
export type Difference = z.output<typeof difference>;
export type Speed = z.output<typeof speed>;

const network = z.strictObject({
  fold: z.int(),
  weights: z.enum(['best', 'last']),
  /** Hash of the float32 weights. */
  sha256: z.string(),
  decision: z.enum(['int8', 'float32']),
  /** Why the network stays in float32. */
  reason: z.string().optional(),
  /** The int8 network, if it is kept. */
  file: z.strictObject({ name: z.string(), sha256: z.string() }).optional(),
  method: z.enum(CALIBRATION_METHODS),
  studies: z.int(),
  pipeline: z.string(),
  layers: z.int(),
  /** Layers that stay in float32. */
  float32Layers: z.array(z.string()).readonly(),
  speed,
  difference,
  processor: z.string(),
  library: z.string(),
});
/** What quantising one network of a run folder gave. */
export type QuantisedNetwork = z.output<typeof network>;

const schema = z.strictObject({ version: z.literal(1), networks: z.array(network).readonly() });

export const QUANTISATION_FILE = 'quantisation.json';

/** Reads what is recorded of a run folder; nothing if it was never quantised. @throws QUANTISATION_INVALID */
export const readQuantisation = async (folder: string): Promise<readonly QuantisedNetwork[]> => {
  const parsed = (text: string) => parseRecord(text, schema, quantisationInvalid);
  return (await readOptional(join(folder, QUANTISATION_FILE), parsed))?.networks ?? [];
};

const isOf =
  ({ fold, weights }: { readonly fold: number; readonly weights: Which }) =>
  (one: QuantisedNetwork): boolean =>
    one.fold === fold && one.weights === weights;

/** Replaces what is recorded of one network. */
export const recordQuantisation = async (folder: string, made: QuantisedNetwork): Promise<void> => {
  const earlier = await readQuantisation(folder).catch(() => []); // an invalid record is replaced
  const others = earlier.filter((one) => !isOf(made)(one));
  const networks = [...others, made].toSorted((a, b) => a.fold - b.fold);
  await writeRecord(join(folder, QUANTISATION_FILE), { version: 1, networks });
};

/** What is recorded of one network. */
export const quantisationOf = (
  networks: readonly QuantisedNetwork[],
  which: { readonly fold: number; readonly weights: Which },
): QuantisedNetwork | undefined => networks.find(isOf(which));
