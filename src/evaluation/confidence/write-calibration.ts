import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { replaceFile } from '../../files/atomic-write.ts';
import { sha256Of } from '../../files/sha256.ts';
import { CALIBRATION_FORMAT, type ConfidenceCalibration } from '../../operators/confidence/calibration.ts';
import { productVersion } from '../../run/product-version.ts';
import type { RunRecord } from '../inputs/run-record.ts';
import type { EvaluationOptions, Unseen } from '../metrics/index.ts';
import type { FittedCalibration } from './evaluate-confidence.ts';

const CALIBRATION_JSON = 'calibration.json';

export interface FittedOn {
  readonly run: RunRecord;
  /** The tables of the fit: grades, confidence and labels. */
  readonly tables: readonly string[];
  readonly studies: number;
  readonly unseen: Unseen;
}

const hashesOf = async (tables: readonly string[]): Promise<Readonly<Record<string, string>>> => {
  const hashes: Record<string, string> = {};
  for (const table of tables) hashes[basename(table)] = sha256Of(await readFile(table));
  return hashes;
};

/**
 * Writes the calibration for `assess-confidence`, with the hash of the data that it was fitted on. @throws
 * OUTPUT_UNWRITABLE, DISK_FULL
 */
export const writeCalibration = async (
  folder: string,
  { model, reference, expectedCalibrationError, locations }: FittedCalibration,
  { run, tables, studies, unseen, nestedFolds, seed }: FittedOn & Pick<EvaluationOptions, 'nestedFolds' | 'seed'>,
): Promise<void> => {
  const what = {
    pipeline: run.pipeline.name,
    models: run.models,
    tables: await hashesOf(tables),
    ...{ studies, locations, unseen },
  };
  const calibration: ConfidenceCalibration = {
    format: CALIBRATION_FORMAT,
    spinestream: productVersion(),
    fittedOn: { hash: sha256Of(JSON.stringify(what)), ...what },
    model,
    reference: [...reference],
    outOfFold: { expectedCalibrationError, nestedFolds, seed },
  };
  await replaceFile(join(folder, CALIBRATION_JSON), [`${JSON.stringify(calibration, undefined, 1)}\n`]);
};
