import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../files/error-code.ts';
import { type Entry, newEntry } from './entry.ts';
import { INSTANCES, isStudyKey } from './names.ts';
import { readStudyFile, type StudyFile } from './study-file.ts';

const listed = (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });

/** Instances of a study with their sizes, ordered by name. */
export const instancesIn = async (studyFolder: string): Promise<readonly (readonly [string, number])[]> => {
  const found: [string, number][] = [];
  const root = join(studyFolder, INSTANCES);
  for (const series of (await listed(root)).filter((entry) => entry.isDirectory()))
    for (const { name } of await listed(join(root, series.name))) {
      const { size } = await stat(join(root, series.name, name));
      found.push([`${series.name}/${name}`, size]);
    }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
};

const freshIn = ({ revision, server }: StudyFile, found: readonly (readonly [string, number])[]): number => {
  const graded = new Set(revision?.files.map(([name]) => name));
  const arrived = found.filter(([name]) => !graded.has(name)).length;
  return arrived + Number(server !== undefined && revision === undefined);
};

/** Loads the studies of an inbox from its folder, in order of arrival. @throws SERVE_INBOX_CORRUPT */
export const loadEntries = async (inbox: string, nowMs: number): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  for (const { name } of (await listed(inbox)).filter((entry) => entry.isDirectory() && isStudyKey(entry.name))) {
    const file = await readStudyFile(join(inbox, name));
    if (file === undefined) continue; // created by a request that was interrupted before it placed anything
    const entry = newEntry(inbox, file);
    await recount(entry);
    entry.lastArrivalMs = nowMs; // the rest may still arrive: restarts the quiet time
    entries.push(entry);
  }
  return entries.sort((a, b) => (a.file.receivedAt < b.file.receivedAt ? -1 : 1));
};

/** Synchronises the in-memory state of a study with its folder. */
export const recount = async (entry: Entry): Promise<void> => {
  const found = await instancesIn(entry.folder);
  entry.instances = found.length;
  entry.bytes = found.reduce((sum, [, size]) => sum + size, 0);
  entry.fresh = freshIn(entry.file, found);
};
