import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { EvaluateOptions } from '../evaluate-options.ts';
import { evaluationInputUnknown } from './errors.ts';
import { type RunRecord, readRunRecord } from './run-record.ts';

/** An input to evaluate, with at least one of the two tables. */
export interface EvaluationInput {
  readonly name: string;
  readonly submission: string | undefined;
  readonly coordinates: string | undefined;
  /** The run's confidence in its grades. */
  readonly confidence: string | undefined;
  /** Undefined for a table without a run. */
  readonly run: RunRecord | undefined;
}

/** Where the studies of an input are: as in the options, otherwise as in its run. */
export const studiesOf = (
  input: EvaluationInput | undefined,
  { studies, descriptions, followLinks }: EvaluateOptions,
) => {
  const run = studies === undefined ? input?.run : undefined;
  const root = studies ?? run?.options.studies;
  return root === undefined
    ? undefined
    : { root, descriptions: descriptions ?? run?.source.descriptions ?? undefined, followLinks };
};

/** Reads a results folder, or a .csv file as a submission. @throws EVALUATION_INPUT_UNKNOWN, RUN_* */
export const openInput = async (path: string): Promise<EvaluationInput> => {
  const name = basename(resolve(path));
  if (path.endsWith('.csv') && existsSync(path))
    return { name, submission: path, coordinates: undefined, confidence: undefined, run: undefined };
  const [submission, coordinates, confidence] = ['submission.csv', 'coordinates.csv', 'confidence.csv'].map((file) => {
    const at = join(path, file);
    return existsSync(at) ? at : undefined;
  });
  if (submission === undefined && coordinates === undefined) throw evaluationInputUnknown(path);
  return { name, submission, coordinates, confidence, run: await readRunRecord(path) };
};
