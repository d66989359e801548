import { SpineError } from '../domain/spine-error.ts';
import type { WarningCause } from '../domain/warning-cause.ts';

export const outputNotEmpty = (folder: string, found: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_NOT_EMPTY',
    reason: `the output folder is not empty (contains ${found}); continue with --resume, discard its results with --overwrite, or choose another folder`,
    where: { file: folder },
  });

export const nothingToResume = (folder: string): SpineError =>
  new SpineError({
    code: 'NOTHING_TO_RESUME',
    reason: 'no run to resume in this folder; omit --resume to start one',
    where: { file: folder },
  });

export const inputChanged = (studyId: string): SpineError =>
  new SpineError({
    code: 'INPUT_CHANGED',
    reason:
      'files changed since the result was computed; redo such studies with --redo-changed, or start over with --overwrite',
    where: { studyId },
  });

/** @param codes  why grades have no basis, the most frequent first */
export const studyNotSeen = (codes: readonly string[], warnings: readonly WarningCause[]): SpineError => {
  const known = codes.flatMap((code) => warnings.filter((warning) => warning.code === code));
  const why = known.length > 0 ? known.map(({ code, message }) => `${message} [${code}]`) : codes;
  return new SpineError({
    code: 'STUDY_NOT_SEEN',
    reason: `none of its grades would rest on any pixels, so none was written: ${why.slice(0, 3).join('; ')}; "spinestream inspect <study>" shows its series and how each is used`,
  });
};

/** Describes a part of a journal's origin that differs. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  pipeline: 'another pipeline or other options in it',
  models: 'other models',
  backend: 'another --backend',
  descriptions: 'other series descriptions',
  studies: 'other studies',
  shard: 'another --shard',
  queue: 'another queue, or none',
};

export const differenceText = (part: string): string => DIFFERENCES[part] ?? `another ${part}`;

/** A variable with its value in earlier results and here; undefined for one that was not set. */
export interface VariableChange {
  readonly name: string;
  readonly there: unknown;
  readonly here: unknown;
}

const valueText = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value));

/**
 * Describes parts of an origin that differ, with the variables of the pipeline that do: `another pipeline or other
 * options in it (refer: 0 there, 0.1 here)`.
 * @param words  for the two sides
 */
export const differencesText = (
  parts: readonly string[],
  changes: readonly VariableChange[],
  [there, here]: readonly [there: string, here: string] = ['there', 'here'],
): readonly string[] =>
  parts.map((part) => {
    if (part !== 'pipeline' || changes.length === 0) return differenceText(part);
    const each = changes.map((one) => `${one.name}: ${valueText(one.there)} ${there}, ${valueText(one.here)} ${here}`);
    return `${differenceText(part)} (${each.join('; ')})`;
  });

export const journalCorrupt = (file: string, line: number, cause?: unknown): SpineError =>
  new SpineError({
    code: 'JOURNAL_CORRUPT',
    reason: 'cannot read this line of the journal; start over with --overwrite, or in another --out folder',
    where: { file, line },
    cause,
  });

/**
 * @param differences  names of the parts that differ, if known
 * @param changes      variables of the pipeline that differ
 */
export const journalForeign = (
  file: string,
  differences: readonly string[] = [],
  changes: readonly VariableChange[] = [],
): SpineError =>
  new SpineError({
    code: 'JOURNAL_FOREIGN',
    reason: `the results in this folder were computed ${
      differences.length === 0
        ? 'by another pipeline, with other models, options or studies'
        : `with ${differencesText(differences, changes).join(', ')}`
    }; ${changes.length === 0 ? '' : 'set the variables as before (--set), '}choose another --out folder, or discard them with --overwrite`,
    where: { file },
  });

export const outputOutside = (output: string, folder: string | undefined, path: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_OUTSIDE_FOLDER',
    reason: `the output "${output}" gives the file "${path}"; expected ${folder === undefined ? 'none, since it declares no "folder"' : `a normal path that begins with "${folder}/"`}`,
  });

export const operatorFileUnreadable = (file: string, operator: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'OPERATOR_FILE_UNREADABLE',
    reason: `cannot read this file, needed by ${operator}; correct the path in the pipeline or its variables`,
    where: { file },
    cause,
  });

/** @param holder  undefined if its lock is not yet readable */
export const outputLocked = (
  folder: string,
  holder: { readonly pid: number; readonly host: string } | undefined,
): SpineError => {
  const who = holder === undefined ? '' : ` (process ${holder.pid} on ${holder.host})`;
  return new SpineError({
    code: 'OUTPUT_LOCKED',
    reason: `another run${who} is writing to this folder; wait for it, or choose another folder (if that run has ended, remove run.lock)`,
    where: { file: folder },
  });
};

export const takeOverUnfinished = (file: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_LOCKED',
    reason: 'a run was killed while claiming this folder; remove this file and start again',
    where: { file },
  });

export const sourceNeeded = (file: string): SpineError =>
  new SpineError({
    code: 'SOURCE_NEEDED',
    reason: 'no source: give --studies, or add "source" to the pipeline file',
    where: { file },
  });
