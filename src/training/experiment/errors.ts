import { suggestion } from '../../domain/nearest-name.ts';
import { SpineError } from '../../domain/spine-error.ts';

/** What to do about an experiment that is not there. */
export const experimentRemedy = (given: string, known: readonly string[]): string =>
  `check the path, or name a shipped one;${suggestion(given, known)}`;

export const experimentUnreadable = (file: string, known: readonly string[], cause: unknown): SpineError =>
  new SpineError({
    code: 'EXPERIMENT_UNREADABLE',
    reason: `this experiment file cannot be read; ${experimentRemedy(file, known)}`,
    where: { file },
    cause,
  });

export const experimentNameTwice = (name: string, file: string): SpineError =>
  new SpineError({
    code: 'EXPERIMENT_NAME_TWICE',
    reason: `two experiments are called "${name}" and would write into one run folder; give one of them another name`,
    where: { file },
  });
