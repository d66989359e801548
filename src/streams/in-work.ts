import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputUnwritable } from './errors.ts';

const FILE = 'in-work.json';

/**
 * The studies in work, on disk, so that after a native crash or a kill the next run can name them.
 * Written without waiting for the disk: a crash of the process does not lose it, only one of the machine may.
 */
export interface InWork {
  /** @throws DISK_FULL, OUTPUT_UNWRITABLE */
  readonly begin: (studyId: string) => void;
  /** Throws nothing: a study that stays on the list for want of room is a lesser evil than a run that ends for it. */
  readonly end: (studyId: string) => void;
  /** The run ended as it should; nothing is in work. */
  readonly clear: () => void;
}

export const inWork = (folder: string): InWork => {
  const path = join(folder, FILE);
  const studies = new Set<string>();
  const save = () => {
    try {
      writeFileSync(path, JSON.stringify([...studies]));
    } catch (error) {
      throw outputUnwritable(path, error);
    }
  };
  return {
    begin: (studyId) => {
      studies.add(studyId);
      save();
    },
    end: (studyId) => {
      studies.delete(studyId);
      try {
        save();
      } catch {
        // whoever needs the disk more will say what is wrong with it
      }
    },
    clear: () => rmSync(path, { force: true }),
  };
};

/** Studies that were in work when the last run into this folder ended without a word; empty after an orderly end. */
export const leftInWork = (folder: string): readonly string[] => {
  try {
    const ids: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    return Array.isArray(ids) ? ids.map(String) : [];
  } catch {
    return []; // no file after an orderly end; a torn one was being written by a machine that lost power
  }
};
