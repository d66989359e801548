import { SpineError } from '../domain/spine-error.ts';

/** Attempts without a result after which a study counts as failed. */
export const DEFAULT_ATTEMPTS = 3;

/** The study of so many attempts that ended with the process: a crash, a kill, or a thread blocked for too long. */
export const studyPoison = (studyId: string, attempts: number): SpineError =>
  new SpineError({
    code: 'STUDY_POISON',
    reason: `${attempts} attempts gave no result: the process crashed, was killed or blocked for too long each time; grade it alone, with --step-timeout, to see why`,
    where: { studyId },
  });
