import type { StepBegun } from './run-witness.ts';

/**
 * What is said of a run that ended without a word.
 * @param asked whether somebody had asked it to stop at once
 */
export const deathNotice = (studyIds: readonly string[], { asked }: { readonly asked: boolean }): string => {
  const how = asked
    ? 'stopped at once'
    : 'the run ended without a word (a crash in native code, memory that ran out, or a kill)';
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
