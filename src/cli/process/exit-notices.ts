import type { StepUnderWay } from '../../core/within-step.ts';
import { messageOf } from '../../domain/text/message-of.ts';
import type { StudyInProgress } from '../../run/in-progress/in-progress.ts';

/** `11 (classify), 12`: studies, each with its last operator. */
const studiesInProgress = (studies: readonly StudyInProgress[]): string =>
  studies.map(({ studyId, operator }) => (operator === undefined ? studyId : `${studyId} (${operator})`)).join(', ');

const ended = (how: string, studies: readonly StudyInProgress[]): string => {
  const which = studies.length === 0 ? 'no study was in progress' : `in progress: ${studiesInProgress(studies)}`;
  return `${how}; ${which}; results are kept: continue with --resume`;
};

/** Notice of a run that Ctrl-C kills. */
export const stoppedNotice = (studies: readonly StudyInProgress[]): string => ended('stopped at once', studies);

/** Notice of a run that ends with an uncaught error outside any step. */
export const uncaughtRunNotice = (studies: readonly StudyInProgress[]): string =>
  ended('an uncaught error ended the run', studies);

/** Notice of a run that ends with an uncaught error of a step. */
export const uncaughtStepNotice = ({ operator, studyId }: StepUnderWay, error: unknown): string =>
  `study ${studyId} / ${operator}: an uncaught error of a timer, an event or a promise that this step left behind ended the run: ` +
  `${messageOf(error)}; await such work in the operator, and it fails this study alone; ` +
  'results are kept: continue with --resume';

/** Notice about an earlier run that exited unexpectedly, or was killed while it stopped. */
export const leftNotice = (studies: readonly StudyInProgress[]): string =>
  studies.some(({ stopping }) => stopping)
    ? `an earlier run was killed while it stopped, with these studies in progress: ${studiesInProgress(studies)}; they are graded again`
    : `an earlier run exited unexpectedly (native crash, out of memory, or killed) with these studies in progress: ${studiesInProgress(studies)}; ` +
      'each is graded alone now, or counts as failed (STUDY_POISON) after --attempts such exits';
