import type { StudyRecord } from '../core/study-record.ts';
import { SpineError } from '../domain/spine-error.ts';
import { counted } from '../domain/text/counted.ts';

/** Attempts without a result after which a study counts as failed. */
export const DEFAULT_ATTEMPTS = 3;

const CODE = 'STUDY_POISON';

/** The study of so many attempts that ended with the process: a crash, a kill, or a thread blocked for too long. */
export const studyPoison = (studyId: string, attempts: number): SpineError =>
  new SpineError({
    code: CODE,
    reason: `${counted(attempts, 'attempt')} gave no result: the process crashed, was killed or blocked for too long each time; grade it alone, with --step-timeout, to see why`,
    where: { studyId },
  });

/** Whether a study failed because it ended the process too often. */
export const isPoison = (record: StudyRecord | undefined): boolean => record?.error?.code === CODE;
