import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputUnwritable } from '../files/errors.ts';

const FILE = 'in-progress.json';

/** A study in progress, with its last operator. */
export interface StudyInProgress {
  readonly studyId: string;
  readonly operator?: string | undefined;
}

/**
 * The studies in progress, on disk, so that the next run can name them after a native crash, a kill or a blocked
 * thread. Written without fsync: the list survives a crash of the process, but maybe not of the machine.
 */
export interface InProgress {
  /** @throws DISK_FULL, OUTPUT_UNWRITABLE */
  readonly begin: (studyId: string) => void;
  /** Records that the operator is given the study. Like `end`, never throws. */
  readonly step: (studyId: string, operator: string) => void;
  /** Never throws: a stale entry on a full disk is better than a failed run. */
  readonly end: (studyId: string) => void;
  /** Operators that currently have a study, without duplicates. */
  readonly operators: () => readonly string[];
  /** The run ended normally; nothing is in progress. */
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
      // other writes will report a full disk
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

/** Studies in progress when the last run into this folder exited unexpectedly; empty after a normal end. */
export const leftInProgress = (folder: string): readonly StudyInProgress[] => {
  try {
    const studies: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    return Array.isArray(studies) ? studies.flatMap(studyOf) : [];
  } catch {
    return []; // no file after a normal end; a truncated one after a power loss
  }
};

const studyOf = (value: unknown): readonly StudyInProgress[] => {
  if (typeof value !== 'object' || value === null || !('studyId' in value)) return [];
  const operator = 'operator' in value ? String(value.operator) : undefined;
  return [{ studyId: String(value.studyId), ...(operator !== undefined && { operator }) }];
};
