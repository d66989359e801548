import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoundOutput } from '../core/define-output.ts';
import { JOURNAL } from '../core/study-record.ts';
import { outputUnwritable } from '../files/errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { nothingToResume, outputNotEmpty } from './errors.ts';
import { lockOutput } from './output-lock.ts';

/** Leftovers of a run or service that ended before it created its journal: no results to resume or to lose. */
const BEFORE_RESULTS = /^(run\.lock.*|log\.jsonl|in-progress\.json|inbox|service\.jsonl)$/;
const OWN_FILES = [JOURNAL, 'errors.jsonl', 'warnings.jsonl', 'run.json', 'in-progress.json'];

/** Names of the files and folders that a run creates. */
export const ownFilesOf = (outputs: readonly BoundOutput[]): readonly string[] => [
  ...OWN_FILES,
  ...outputs.flatMap(({ name }) => [`${name}.csv`, `${name}.parquet`]),
  ...outputs.flatMap(({ folder }) => folder ?? []),
];

/**
 * Claims the output folder for this run. A run that ended before its first result can be resumed or simply started
 * again.
 * @returns a function that releases it
 * @throws OUTPUT_LOCKED, OUTPUT_NOT_EMPTY, NOTHING_TO_RESUME, OUTPUT_UNWRITABLE, DISK_FULL
 */
export const claimOutput = async (
  out: string,
  existing: 'refuse' | 'resume' | 'overwrite',
  outputs: readonly BoundOutput[],
): Promise<() => Promise<void>> => {
  await makeFolder(out);
  const there = await readdir(out).catch((cause: unknown) => Promise.reject(outputUnwritable(out, cause)));
  const unlock = await lockOutput(out);
  const found = there.filter((name) => !BEFORE_RESULTS.test(name));
  try {
    const begun = there.length > found.length;
    if (existing === 'resume' && !found.includes(JOURNAL) && !(begun && found.length === 0)) throw nothingToResume(out);
    if (existing === 'refuse' && found.length > 0) throw outputNotEmpty(out, found.slice(0, 3).join(', '));
    if (existing === 'overwrite') {
      await Promise.all(ownFilesOf(outputs).map((name) => rm(join(out, name), { force: true, recursive: true })));
    }
    return unlock;
  } catch (error) {
    await unlock();
    throw error;
  }
};
