import { z } from 'zod';
import { defineSource, type OpenSource, type SourceEnv } from '../../core/define-source.ts';
import { writeExampleStudies } from '../../core/examples/index.ts';
import { checkOutput, type FolderOptions, fromFolders } from './folder.ts';
import { openStudies } from './open-studies.ts';
import { watchedStudies } from './study-sources.ts';

/** Options of `openWatchedFolder`; times in seconds. */
export interface WatchedFolderOptions extends Omit<FolderOptions, 'ids'> {
  /** Polling interval of the folder. */
  readonly intervalS?: number;
  /** Time without changes after which a study counts as complete. */
  readonly settleS?: number;
}

/**
 * Opens a folder that is still growing: yields each study once it has not changed for `settleS` seconds, until `stop` aborts.
 * @throws as `openFolder`, but not SOURCE_EMPTY
 *
 * @example
 * import { openWatchedFolder } from 'spinestream';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const stop = new AbortController();
 * const watched = { path: 'studies', intervalS: 0.01, settleS: 0 };
 * const { studies } = await openWatchedFolder(watched, { stop: stop.signal, now: Date.now });
 * const ids: string[] = [];
 * for await (const { study } of studies) if (ids.push(study.id) === 3) stop.abort();
 * ids.sort(); // ['1', '2', '3']
 */
export const openWatchedFolder = async (
  { path, descriptions, followLinks, intervalS = 2, settleS = 10 }: WatchedFolderOptions,
  { out, wants, stop, now, onTrouble }: SourceEnv,
): Promise<OpenSource> => {
  const options = { root: path, followLinks, out, wants, oneStudy: false };
  const folder = await openStudies({ ...options, descriptions });
  checkOutput(folder, { out, wants });
  return {
    ...fromFolders(folder),
    studies: watchedStudies({
      ...options,
      descriptions: folder.descriptions, // after the first descriptions, a missing file must be temporary
      intervalMs: intervalS * 1000,
      settleMs: settleS * 1000,
      now,
      stop,
      onUnreadable: onTrouble,
    }),
    count: undefined,
    absent: folder.absent,
    origin: {},
  };
};

/** Studies of a folder that others fill, each once it has settled, until the run is stopped. */
export const watchedFolder = defineSource({
  name: 'watched-folder',
  summary: 'Studies added to a folder, each when it has stopped changing, until the run is stopped.',
  options: z.strictObject({
    path: z.string().min(1).describe('the folder, e.g. "${studies}" for that of --studies'),
    descriptions: z.string().optional().describe('CSV file of series descriptions, if not next to the studies'),
    followLinks: z
      .boolean()
      .default(false)
      .describe('follow symbolic links from the studies folder to study folders elsewhere'),
    intervalS: z.number().positive().default(2).describe('seconds between two scans of the folder'),
    settleS: z.number().min(0).default(10).describe('seconds without changes before a study counts as complete'),
  }),
  example: { options: { path: '${folder}' }, fill: writeExampleStudies },
  open: openWatchedFolder,
});
