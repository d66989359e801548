import { SpineError } from '../../domain/spine-error.ts';

export const driftInputUnknown = (folder: string, tables: readonly string[]): SpineError =>
  new SpineError({
    code: 'DRIFT_INPUT_UNKNOWN',
    reason: `no tables of a run here; expected the output folder of a run with at least one of ${tables.join(', ')}`,
    where: { file: folder },
  });

export const driftExists = (folder: string, file: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_NOT_EMPTY',
    reason: `the folder contains an earlier drift report (${file}); replace it with --overwrite, or choose another folder with --out`,
    where: { file: folder },
  });

export const driftRunTwice = (folder: string): SpineError =>
  new SpineError({
    code: 'DRIFT_RUN_TWICE',
    reason: 'this run is named twice, and a run does not differ from itself; name each run once',
    where: { file: folder },
  });

export const driftRecordInvalid = (file: string): SpineError =>
  new SpineError({
    code: 'DRIFT_RECORD_INVALID',
    reason:
      'a line is not a record with study_id and code; run the pipeline again with --resume, which rewrites the file',
    where: { file },
  });

export const driftReferenceMissing = (): SpineError =>
  new SpineError({
    code: 'DRIFT_REFERENCE_MISSING',
    reason:
      'a single run has nothing to be compared with; give the run of an earlier period first, or a model with --reference',
  });

export const driftReferenceUnknown = (path: string): SpineError =>
  new SpineError({
    code: 'DRIFT_REFERENCE_UNKNOWN',
    reason:
      'no training images are recorded here; give the run folder of a model with image-statistics.json (spinestream image-statistics writes it), or the output folder of a run',
    where: { file: path },
  });

export const driftNothingCompared = (least: number): SpineError =>
  new SpineError({
    code: 'DRIFT_NOTHING_COMPARED',
    reason: `no measure has ${least} studies in both the reference and a window; give longer runs, or larger windows`,
  });
