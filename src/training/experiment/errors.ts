import { SpineError } from '../../domain/spine-error.ts';
import { suggestion } from '../../domain/text/nearest-name.ts';

/** Remedy for a missing experiment file. */
export const experimentRemedy = (given: string, known: readonly string[]): string =>
  `check the path, or use the name of a built-in experiment;${suggestion(given, known)}`;

export const experimentUnreadable = (file: string, known: readonly string[], cause: unknown): SpineError =>
  new SpineError({
    code: 'EXPERIMENT_UNREADABLE',
    reason: `cannot read this experiment file; ${experimentRemedy(file, known)}`,
    where: { file },
    cause,
  });

export const experimentNameTwice = (name: string, file: string): SpineError =>
  new SpineError({
    code: 'EXPERIMENT_NAME_TWICE',
    reason: `two experiments named "${name}" would share a run folder; rename one`,
    where: { file },
  });
