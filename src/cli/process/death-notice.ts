import type { StepBegun } from './run-witness.ts';

const WITHOUT_A_WORD = 'the run ended without a word (a crash in native code, memory that ran out, or a kill)';

/**
 * What is said of a run that ended without having said why.
 * @param asked     whether somebody had asked it to stop at once
 * @param uncaught  whether it was an error that nobody caught
 */
export const deathNotice = (
  studyIds: readonly string[],
  { asked, uncaught = false }: { readonly asked: boolean; readonly uncaught?: boolean },
): string => {
  const unasked = uncaught ? 'the run was ended by an error that nobody caught' : WITHOUT_A_WORD;
  const how = asked ? 'stopped at once' : unasked;
  const inWork = studyIds.length === 0 ? 'no study was in work' : `in work: ${studyIds.join(', ')}`;
  const again = asked || studyIds.length === 0 ? '' : ' (and with --leave-out <study> where one does it again)';
  return `${how}; ${inWork}; what is done is kept: continue with --resume${again}`;
};

/** What is said of a run whose thread an operator does not let go of. */
export const hangNotice = (
  { operator, studyId }: StepBegun,
  { seconds, pid }: { readonly seconds: number; readonly pid: string },
): string =>
  `study ${studyId} / ${operator}: has computed for ${seconds} s without a pause, so that nothing else goes on and --step-timeout cannot end it; ` +
  `if it never ends: kill -9 ${pid}, then continue with --resume --leave-out ${studyId}`;

/** What is said of a run that an error ended which came from what a step had begun. */
export const uncaughtNotice = ({ operator, studyId }: StepBegun, error: unknown): string =>
  `study ${studyId} / ${operator}: an error that nothing waited for, of a timer, an event or a promise that this step left behind, ended the run: ` +
  `${error instanceof Error ? error.message : String(error)}; await such work in the operator, and it fails this study alone; ` +
  `what is done is kept: continue with --resume (and with --leave-out ${studyId} where it does it again)`;
