import { SpineError } from '../domain/spine-error.ts';
import { nearestName } from '../domain/text/nearest-name.ts';

const quoted = (value: unknown): string =>
  `${typeof value === 'string' ? `"${value}"` : String(value)} (${typeof value})`;

export const badStudyCount = (studies: unknown): SpineError =>
  new SpineError({
    code: 'PHANTOM_BAD_COUNT',
    reason: `invalid number of studies ${quoted(studies)}; expected an integer, at least 1`,
  });

export const badSeed = (seed: unknown): SpineError =>
  new SpineError({
    code: 'PHANTOM_BAD_SEED',
    reason: `invalid seed ${quoted(seed)}; expected an integer from 0 to ${Number.MAX_SAFE_INTEGER}`,
  });

export const outputNotEmpty = (folder: string, entry: string): SpineError =>
  new SpineError({
    code: 'PHANTOM_OUTPUT_NOT_EMPTY',
    reason: `the output folder is not empty (contains "${entry}"); choose a new folder or empty this one`,
    where: { file: folder },
  });

export const outputNotFolder = (folder: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'PHANTOM_OUTPUT_NOT_FOLDER',
    reason: 'not a readable folder, expected a new or an empty one; choose another',
    where: { file: folder },
    cause,
  });

export const outputUnwritable = (folder: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'PHANTOM_OUTPUT_UNWRITABLE',
    reason:
      'cannot write the studies into this folder; check its permissions and the free space, then start again with an empty folder',
    where: { file: folder },
    cause,
  });

/** @param names  of the known difficulties */
export const badDifficulty = (difficulty: unknown, names: readonly string[] = []): SpineError => {
  const near = typeof difficulty === 'string' ? nearestName(difficulty, names) : undefined;
  return new SpineError({
    code: 'PHANTOM_BAD_DIFFICULTY',
    reason: `the difficulty is ${quoted(difficulty)}; ${near === undefined ? '' : `did you mean "${near}"? `}give easy, medium, hard or a number from 0 to 1`,
  });
};
