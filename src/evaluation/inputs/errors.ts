import { SpineError, type Where } from '../../domain/spine-error.ts';
import { firstOf } from '../../domain/text/listed.ts';

export const evaluationEmpty = (submission: string, labels: string): SpineError =>
  new SpineError({
    code: 'EVALUATION_EMPTY',
    reason: `no study here has labels in ${labels}; give the labels of the graded studies (if the table is empty, see errors.jsonl next to it)`,
    where: { file: submission },
  });

export const evaluationInputUnknown = (path: string): SpineError =>
  new SpineError({
    code: 'EVALUATION_INPUT_UNKNOWN',
    reason:
      'nothing to evaluate here; expected the output folder of a run with submission.csv or coordinates.csv, or a submission as a .csv file',
    where: { file: path },
  });

export const evaluationLeaks = (
  { model, fold }: { readonly model: string; readonly fold: number },
  studyIds: readonly string[],
  where: Where,
): SpineError =>
  new SpineError({
    code: 'EVALUATION_LEAKS',
    reason: `data leakage: fold ${fold} of model "${model}" was trained on ${studyIds.length} of the studies that it graded (${firstOf(studyIds)}); grade them out of fold (spinestream evaluate <pipeline>), or evaluate other studies`,
    where,
  });

export const keypointsNotThere = (file: string): SpineError =>
  new SpineError({
    code: 'EVALUATION_WITHOUT_KEYPOINTS',
    reason:
      'no predicted coordinates to compare these with; give the output folder of a run with coordinates.csv, or omit --coordinates',
    where: { file },
  });

/** @param root  the folder of studies, if known */
export const labelsNotGiven = (root: string | undefined): SpineError =>
  new SpineError({
    code: 'LABELS_NOT_GIVEN',
    reason: `no labels: no train.csv ${root === undefined ? 'next to the studies of the run' : 'in this folder of studies'}; give the file with --labels`,
    ...(root !== undefined && { where: { file: root } }),
  });

export const labelTwice = (studyId: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_STUDY_TWICE',
    reason: 'duplicate row for this study; remove one',
    where: { ...where, studyId },
  });

export const modelChanged = (model: string, fold: number, where: Where): SpineError =>
  new SpineError({
    code: 'EVALUATION_MODEL_CHANGED',
    reason: `the weights of fold ${fold} of model "${model}" changed since this run, so data leakage cannot be ruled out; run the pipeline again`,
    where,
  });

export const modelGone = (model: string, where: Where, cause: unknown): SpineError =>
  new SpineError({
    code: 'EVALUATION_MODEL_GONE',
    reason: `cannot read the run folder of model "${model}", so data leakage cannot be ruled out; restore it, or give submission.csv to score it unchecked`,
    where,
    cause,
  });

export const runRecordInvalid = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'RUN_RECORD_INVALID',
    reason: 'not the record of a run; run the pipeline again, or give submission.csv to score it unchecked',
    where: { file },
    cause,
  });

export const runUnfinished = (folder: string): SpineError =>
  new SpineError({
    code: 'RUN_UNFINISHED',
    reason: 'the run in this folder is unfinished (no run.json); continue it with spinestream run --resume',
    where: { file: folder },
  });

export const studiesSeen = (model: string, studyIds: readonly string[]): SpineError =>
  new SpineError({
    code: 'STUDIES_SEEN',
    reason: `every trained fold of model "${model}" was trained on ${studyIds.length} of the labelled studies (${firstOf(studyIds)}); train the folds that hold them out, or evaluate only the others with --held-out`,
  });

export const coordinateUnplaced = (
  row: { readonly studyId: string; readonly seriesId: string; readonly condition: string; readonly level: string },
  names: string,
): SpineError =>
  new SpineError({
    code: 'EVALUATION_COORDINATE_UNPLACED',
    reason: `the coordinate of ${row.condition} ${row.level} refers to ${names}; correct the coordinates, or give the studies that they belong to`,
    where: { studyId: row.studyId, seriesId: row.seriesId },
  });

export const submissionRowUnknown = (file: string, line: number, rowId: string): SpineError =>
  new SpineError({
    code: 'SUBMISSION_ROW_UNKNOWN',
    reason: `invalid row_id "${rowId}"; expected <study>_<condition>_<level>`,
    where: { file, line },
  });

export const submissionRowTwice = (file: string, line: number, rowId: string): SpineError =>
  new SpineError({
    code: 'SUBMISSION_ROW_TWICE',
    reason: `duplicate row_id "${rowId}"; remove one`,
    where: { file, line },
  });

export const noCommonStudy = (submission: string, truth: string): SpineError =>
  new SpineError({
    code: 'SCORE_WITHOUT_STUDIES',
    reason: `none of its studies is in ${truth}; give the labels of the graded studies, and check that ids match (a spreadsheet may have changed them)`,
    where: { file: submission },
  });

/** @param notGraded  conditions without any row, which may be missing */
export const submissionRowsMissing = (
  file: string,
  missing: readonly string[],
  notGraded: readonly string[] = [],
): SpineError =>
  new SpineError({
    code: 'SUBMISSION_ROWS_MISSING',
    reason: `${missing.length} labelled locations have no row (${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', ...' : ''}); give a submission with ${
      notGraded.length === 0 ? '25 rows per study' : 'all five levels of each condition that it grades'
    }, and labels of these studies only`,
    where: { file },
  });

export const conditionsNotInCommon = (inputs: readonly string[]): SpineError =>
  new SpineError({
    code: 'EVALUATION_WITHOUT_COMMON_CONDITION',
    reason: `${inputs.join(', ')} have no graded condition in common; evaluate them one by one`,
  });
