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
