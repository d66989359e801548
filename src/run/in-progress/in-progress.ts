import { closeSync, constants, fstatSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { outputUnwritable } from '../../files/errors.ts';
import { recordOf } from '../../schema/json-record.ts';

const FILE = 'in-progress.json';

/** A study in progress, with its last operator. */
export interface StudyInProgress {
  readonly studyId: string;
  readonly operator?: string | undefined;
  /** The run had been asked to stop, so that an exit is not the study's fault. */
  readonly stopping?: true | undefined;
}

const schema = z.array(
  z.object({
    studyId: z.string(),
    operator: z.string().optional(),
    /** Earlier unexpected exits with this study in progress. */
    exits: z.number().optional(),
    /** Others were in progress at the last of these exits, too. */
    shared: z.boolean().optional(),
    /** Only the exits are recorded; the study is not in progress. */
    waiting: z.boolean().optional(),
    /** The run had been asked to stop, so that an exit is not the study's fault. */
    stopping: z.boolean().optional(),
  }),
);
type Entry = z.output<typeof schema>[number];

/**
 * The studies in progress, on disk, so that the next run can name them after a native crash, a kill or a blocked
 * thread, and knows how often each has been in progress then. Written without fsync: the list survives a crash of the
 * process, but maybe not of the machine.
 */
export interface InProgress {
  /** Unexpected exits of earlier runs with this study in progress, since its last result. */
  readonly exits: (studyId: string) => number;
  /** Whether others were in progress at the last of these exits, so that it may be theirs. */
  readonly isShared: (studyId: string) => boolean;
  /** @throws DISK_FULL, OUTPUT_UNWRITABLE */
  readonly begin: (studyId: string) => void;
  /** Records that the operator is given the study. Like `recorded` and `end`, never throws. */
  readonly step: (studyId: string, operator: string) => void;
  /** The study has a result, so that its exits no longer count. */
  readonly recorded: (studyId: string) => void;
  /**
   * The study is no longer in progress; without a result, its exits still count. Never throws: a stale entry on a full
   * disk is better than a failed run.
   */
  readonly end: (studyId: string) => void;
  /** Operators that currently have a study, without duplicates. */
  readonly operators: () => readonly string[];
  /** The run was asked to stop: the process may be killed if that takes too long. */
  readonly stopping: () => void;
  /** The run ended normally; nothing is in progress. Keeps the exits of studies that have no result yet. */
  readonly clear: () => void;
}

/** None after a normal end, which leaves no file; a file is truncated after a power loss. */
const entriesIn = (folder: string): readonly Entry[] => {
  try {
    return recordOf(readFileSync(join(folder, FILE), 'utf8'), schema);
  } catch {
    return [];
  }
};

/**
 * Overwrites a file in place with a JSON text, then spaces if it was longer: ext4 writes a truncated file to the disk when it is closed, which takes
 * milliseconds on a busy disk, for every step of every study.
 */
const overwrite = (path: string, text: string): void => {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT);
  try {
    const bytes = Buffer.from(text);
    const padded = Buffer.alloc(Math.max(bytes.length, fstatSync(file).size), ' ');
    bytes.copy(padded);
    writeFileSync(file, padded);
  } finally {
    closeSync(file);
  }
};

/** Continues with the exits that the folder records; call `countExits` first. */
export const inProgress = (folder: string): InProgress => {
  const path = join(folder, FILE);
  const entries = new Map(entriesIn(folder).map((entry) => [entry.studyId, entry]));
  const exits = (studyId: string) => entries.get(studyId)?.exits ?? 0;
  const counted = (studyId: string): Pick<Entry, 'exits' | 'shared'> => {
    const { shared } = entries.get(studyId) ?? {};
    return { ...(exits(studyId) > 0 && { exits: exits(studyId) }), ...(shared === true && { shared }) };
  };
  const mark = (entry: Pick<Entry, 'studyId' | 'operator'>) => {
    entries.set(entry.studyId, { ...entry, ...counted(entry.studyId) });
  };
  const leave = (studyId: string) => {
    if (exits(studyId) > 0) entries.set(studyId, { studyId, ...counted(studyId), waiting: true });
    else entries.delete(studyId);
  };
  let isStopping = false;
  const save = () => {
    const saved = [...entries.values()].map((entry) =>
      isStopping && !entry.waiting ? { ...entry, stopping: true } : entry,
    );
    overwrite(path, JSON.stringify(saved));
  };
  const saveIfPossible = () => {
    try {
      save();
    } catch {
      // other writes will report a full disk
    }
  };
  return {
    exits,
    isShared: (studyId) => entries.get(studyId)?.shared === true,
    begin: (studyId) => {
      mark({ studyId });
      try {
        save();
      } catch (error) {
        throw outputUnwritable(path, error);
      }
    },
    step: (studyId, operator) => {
      mark({ studyId, operator });
      saveIfPossible();
    },
    recorded: (studyId) => {
      if (entries.delete(studyId)) saveIfPossible();
    },
    end: (studyId) => {
      if (!entries.has(studyId)) return;
      leave(studyId);
      saveIfPossible();
    },
    operators: () => [...new Set([...entries.values()].flatMap(({ operator }) => operator ?? []))],
    stopping: () => {
      isStopping = true;
      if (entries.size > 0) saveIfPossible();
    },
    clear: () => {
      for (const studyId of [...entries.keys()]) leave(studyId);
      if (entries.size === 0) rmSync(path, { force: true });
      else saveIfPossible();
    },
  };
};

/** Studies in progress when the last run into this folder exited unexpectedly; empty after a normal end. */
export const leftInProgress = (folder: string): readonly StudyInProgress[] =>
  entriesIn(folder)
    .filter(({ waiting }) => waiting !== true)
    .map(({ studyId, operator, stopping }) => ({
      studyId,
      ...(operator !== undefined && { operator }),
      ...(stopping === true && { stopping }),
    }));

/**
 * Counts the unexpected exit of the last run, if any, for the studies that were in progress then; counts it once. Keeps
 * earlier counts, but not the list.
 * @throws DISK_FULL, OUTPUT_UNWRITABLE
 */
export const countExits = (folder: string): void => {
  const path = join(folder, FILE);
  const entries = entriesIn(folder);
  const isShared = entries.filter(({ waiting }) => waiting !== true).length > 1;
  const counted = entries.flatMap(({ studyId, exits = 0, shared, waiting, stopping }): Entry[] => {
    const isNew = waiting !== true && stopping !== true;
    const total = isNew ? exits + 1 : exits;
    const together = isNew ? isShared : shared === true;
    return total === 0 ? [] : [{ studyId, exits: total, ...(together && { shared: true }), waiting: true }];
  });
  try {
    if (counted.length === 0)
      rmSync(path, { force: true }); // it may be truncated
    else if (entries.some(({ waiting }) => waiting !== true)) writeFileSync(path, JSON.stringify(counted));
  } catch (error) {
    throw outputUnwritable(path, error);
  }
};
