import { readFile } from 'node:fs/promises';
import type { Pipeline } from '../core/pipeline.ts';
import { sha256Of } from '../files/sha256.ts';
import type { OpenModel } from '../models/model-store.ts';
import { operatorFileUnreadable } from './errors.ts';

/**
 * Reads and validates the files that a pipeline's operators depend on, such as a calibration.
 * @returns their hashes, in step order
 * @throws OPERATOR_FILE_UNREADABLE, and an operator's own errors
 */
export const checkOperatorFiles = async (
  { steps }: Pipeline,
  models: readonly OpenModel[],
): Promise<readonly string[]> => {
  const hashes: string[] = [];
  for (const { operator } of steps)
    for (const { path, check } of operator.files) {
      const content = await readFile(path).catch((cause: unknown) => {
        throw operatorFileUnreadable(path, operator.name, cause);
      });
      check(
        content,
        models.map(({ identity }) => identity),
      );
      hashes.push(sha256Of(content));
    }
  return hashes;
};
