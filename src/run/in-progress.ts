import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputUnwritable } from '../files/errors.ts';

const FILE = 'in-progress.json';

/** A study that was in progress, and the operator that it was given to last. */
export interface StudyInProgress {
  readonly studyId: string;
  readonly operator?: string | undefined;
}

/**
 * The studies in progress, on disk, so that after a native crash, a kill or a step that never lets go of the thread the next run can name them.
 * Written without waiting for the disk: a crash of the process does not lose it, only one of the machine may.
 */
export interface InProgress {
  /** @throws DISK_FULL, OUTPUT_UNWRITABLE */
  readonly begin: (studyId: string) => void;
  /** An operator is given the study. As `end`, it throws nothing. */
  readonly step: (studyId: string, operator: string) => void;
  /** Throws nothing: a study that stays on the list for want of room is a lesser evil than a run that ends for it. */
  readonly end: (studyId: string) => void;
  /** That have a study now, each once. */
  readonly operators: () => readonly string[];
  /** The run ended as it should; nothing is in progress. */
  readonly clear: () => void;
}

export const inProgress = (folder: string): InProgress => {
  const path = join(folder, FILE);
  const studies = new Map<string, StudyInProgress>();
  const save = () => writeFileSync(path, JSON.stringify([...studies.values()]));
  const saveIfPossible = () => {
    try {
      save();
    } catch {
      // whoever needs the disk more will say what is wrong with it
    }
  };
  return {
    begin: (studyId) => {
      studies.set(studyId, { studyId });
      try {
        save();
      } catch (error) {
        throw outputUnwritable(path, error);
      }
    },
    step: (studyId, operator) => {
      studies.set(studyId, { studyId, operator });
      saveIfPossible();
    },
    end: (studyId) => {
      studies.delete(studyId);
      saveIfPossible();
    },
    operators: () => [...new Set([...studies.values()].flatMap(({ operator }) => operator ?? []))],
    clear: () => rmSync(path, { force: true }),
  };
};

/** Studies that were in progress when the last run into this folder exited unexpectedly; empty after an orderly end. */
export const leftInProgress = (folder: string): readonly StudyInProgress[] => {
  try {
    const studies: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    return Array.isArray(studies) ? studies.flatMap(studyOf) : [];
  } catch {
    return []; // no file after an orderly end; a torn one was being written by a machine that lost power
  }
};

const studyOf = (value: unknown): readonly StudyInProgress[] => {
  if (typeof value !== 'object' || value === null || !('studyId' in value)) return [];
  const operator = 'operator' in value ? String(value.operator) : undefined;
  return [{ studyId: String(value.studyId), ...(operator !== undefined && { operator }) }];
};
