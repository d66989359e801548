import { SpineError } from '../../domain/spine-error.ts';

export const comparisonNotEmpty = (folder: string, found: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_NOT_EMPTY',
    reason: `the output folder is not empty (contains ${found}); replace an earlier comparison with --overwrite, or choose another folder`,
    where: { file: folder },
  });

export const comparisonIntoRun = (folder: string): SpineError =>
  new SpineError({
    code: 'COMPARISON_INTO_RUN',
    reason: 'this folder holds the results of a run, which a comparison would overwrite; choose another folder',
    where: { file: folder },
  });

export const comparisonIntoOther = (folder: string, found: string): SpineError =>
  new SpineError({
    code: 'COMPARISON_INTO_OTHER',
    reason: `this folder is no earlier comparison (contains ${found}, but no comparison.csv), so --overwrite deletes nothing here; choose another folder`,
    where: { file: folder },
  });

export const comparisonOfOne = (folder: string): SpineError =>
  new SpineError({
    code: 'COMPARISON_OF_ONE',
    reason: 'both runs are in this folder; name two different results folders',
    where: { file: folder },
  });

export const nothingInCommon = (a: string, b: string): SpineError =>
  new SpineError({
    code: 'COMPARISON_EMPTY',
    reason: `no study is in both runs (${a} and ${b}); compare runs over the same studies`,
  });
