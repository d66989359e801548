import { access, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pLimit from 'p-limit';
import { JOURNAL } from '../../core/study-record.ts';
import type { Warning } from '../../domain/study.ts';
import { firstOf } from '../../domain/text/listed.ts';
import { warnIf } from '../../domain/warning-cause.ts';
import { studiesAreResults } from './errors.ts';

/** Leftovers of a run that ended before that. */
const BEFORE_RESULTS: readonly string[] = ['run.lock', 'log.jsonl', 'in-progress.json'];
const AT_ONCE = 16;

/**
 * The folders that contain a run's results and no study.
 * @param out  destination of this run's results
 */
export const resultsAmong = async (
  parent: string,
  names: ReadonlySet<string>,
  out?: string,
): Promise<readonly string[]> => {
  const inTurn = pLimit(AT_ONCE);
  const own = out !== undefined && (await isUnbegun(out)) ? resolve(out) : undefined;
  const found = await Promise.all(
    [...names].map((name) =>
      inTurn(async () =>
        join(resolve(parent), name) === own || (await holdsResults(join(parent, name))) ? [name] : [],
      ),
    ),
  );
  return found.flat();
};

const holdsResults = (folder: string): Promise<boolean> =>
  access(join(folder, JOURNAL)).then(
    () => true,
    () => false,
  );

/**
 * Refuses a folder of results that is given as the folder of studies. @param out  destination of this run's results
 * @throws STUDIES_ARE_RESULTS
 */
export const refuseResults = async (folder: string, out?: string): Promise<void> => {
  const isOwn = out !== undefined && resolve(out) === resolve(folder); // refused by its own error
  if (!isOwn && (await holdsResults(folder))) throw studiesAreResults(folder);
};

/** Whether a folder contains only files of a run. */
const isUnbegun = async (folder: string): Promise<boolean> => {
  const names = await readdir(folder).catch((): readonly string[] => []);
  return names.every((name) => BEFORE_RESULTS.includes(name));
};

/** One warning for all of them. */
export const resultsLeftOut = (names: readonly string[]): readonly Warning[] => {
  const shown = firstOf(names.map((name) => `"${name}"`));
  const held =
    names.length === 1 ? 'holds results of a run and is no study' : 'hold results of a run and are no studies';
  const message = `${shown} among the studies ${held}; keep results outside of --studies`;
  return warnIf(names.length > 0, { code: 'RESULTS_AMONG_STUDIES', message });
};
