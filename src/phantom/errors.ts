import { SpineError } from '../domain/spine-error.ts';

const quoted = (value: unknown): string =>
  `${typeof value === 'string' ? `"${value}"` : String(value)} (${typeof value})`;

export const badStudyCount = (studies: unknown): SpineError =>
  new SpineError({
    code: 'PHANTOM_BAD_COUNT',
    reason: `the number of phantom studies is ${quoted(studies)}; give a whole number from 1 on`,
  });

export const badSeed = (seed: unknown): SpineError =>
  new SpineError({
    code: 'PHANTOM_BAD_SEED',
    reason: `the seed is ${quoted(seed)}; studies follow from it, so give a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`,
  });

export const outputNotEmpty = (folder: string, entry: string): SpineError =>
  new SpineError({
    code: 'PHANTOM_OUTPUT_NOT_EMPTY',
    reason: `the output folder is not empty (it has "${entry}"); phantoms are not mixed with other data, so name a new folder or empty this one`,
    where: { file: folder },
  });

export const outputNotFolder = (folder: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'PHANTOM_OUTPUT_NOT_FOLDER',
    reason: 'phantoms cannot be written here, since it is not a folder that can be read; name a new folder',
    where: { file: folder },
    cause,
  });

export const badDifficulty = (difficulty: unknown): SpineError =>
  new SpineError({
    code: 'PHANTOM_BAD_DIFFICULTY',
    reason: `the difficulty is ${quoted(difficulty)}; give easy, medium, hard or a number from 0 to 1`,
  });
