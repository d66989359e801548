import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../domain/text/message-of.ts';
import { folderExists } from '../../files/file-exists.ts';
import { parseRecord } from '../../schema/json-record.ts';
import { readRunRecord } from '../inputs/run-record.ts';
import { EVALUATION_JSON } from '../write-evaluation.ts';
import { cardEvaluationInvalid, cardEvaluationMissing, cardEvaluationOfOther } from './errors.ts';

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
const scores = z.record(z.string(), estimate.optional());
const group = z.object({
  group: z.string(),
  studies: z.int(),
  locations: z.int(),
  accuracy: estimate.optional(),
  logLoss: estimate.optional(),
});
const schema = z.object({
  format: z.literal('spinestream-evaluation-1'),
  spinestream: z.string(),
  unseen: z.enum(['checked', 'unknown']),
  inputs: z.array(z.object({ name: z.string(), pipeline: z.string().optional(), studies: z.int() })).min(1),
  grades: z
    .object({
      studies: z.int(),
      notGraded: z.array(z.string()).default([]),
      scores: z.object({ asNormal: scores, leftOut: scores }),
      metrics: z.array(z.object({ name: z.string(), title: z.string(), estimate: estimate.optional() })),
      calibration: z.object({
        confidence: z.array(z.object({ conditions: z.string(), expectedCalibrationError: z.number().optional() })),
      }),
    })
    .optional(),
  keypoints: z
    .object({
      withinMm: z.number(),
      errors: z.array(
        z.object({
          conditions: z.string(),
          points: z.int(),
          found: z.int(),
          medianMm: z.number().optional(),
          p95Mm: z.number().optional(),
          withinShare: z.number().optional(),
        }),
      ),
    })
    .optional(),
  subgroups: z.array(z.object({ by: z.string(), groups: z.array(group) })),
});

/** The parts of `evaluation.json` that a model card shows. */
export type CardEvaluation = z.output<typeof schema> & {
  /** Whether the record of the run confirms that it used these weights. */
  readonly ofTheseWeights: 'checked' | 'unknown';
};
export type CardEstimate = z.output<typeof estimate>;

const parsed = async (file: string): Promise<z.output<typeof schema>> => {
  const refuse = (problem: string, cause?: unknown) => cardEvaluationInvalid(file, problem, cause);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => Promise.reject(refuse(messageOf(cause), cause)));
  return parseRecord(text, schema, refuse);
};

/**
 * Reads an evaluation, and checks by the record of its run that it used some of these weights.
 * @param path    `evaluation.json`, or its folder
 * @param hashes  SHA-256 of the weights of each fold
 * @throws CARD_EVALUATION_*, RUN_RECORD_INVALID
 */
export const readCardEvaluation = async (path: string, hashes: readonly string[]): Promise<CardEvaluation> => {
  const file = folderExists(path) ? join(path, EVALUATION_JSON) : path;
  if (!existsSync(file)) throw cardEvaluationMissing(file);
  const evaluation = await parsed(file);
  const folder = dirname(file);
  if (!existsSync(join(folder, 'run.json'))) return { ...evaluation, ofTheseWeights: 'unknown' };
  const { models } = await readRunRecord(folder);
  const used = models.flatMap(({ folds }) => folds.map(({ sha256 }) => sha256));
  if (!used.some((sha256) => hashes.includes(sha256))) throw cardEvaluationOfOther(file);
  return { ...evaluation, ofTheseWeights: 'checked' };
};
