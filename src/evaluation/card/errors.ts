import { SpineError } from '../../domain/spine-error.ts';

export const cardHistoryInvalid = (file: string, line: number, cause: unknown): SpineError =>
  new SpineError({
    code: 'CARD_HISTORY_INVALID',
    reason: `line ${line} is not JSON, as a training that was killed may leave it; remove the line`,
    where: { file },
    cause,
  });

export const cardEvaluationInvalid = (file: string, problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'CARD_EVALUATION_INVALID',
    reason: `not an evaluation of this version (${problem}); give the folder or evaluation.json that spinestream evaluate writes`,
    where: { file },
    cause,
  });

export const cardEvaluationMissing = (file: string): SpineError =>
  new SpineError({
    code: 'CARD_EVALUATION_MISSING',
    reason: 'there is no evaluation here; evaluate the run first (spinestream evaluate), or omit --evaluation',
    where: { file },
  });

export const cardEvaluationOfOther = (file: string): SpineError =>
  new SpineError({
    code: 'CARD_EVALUATION_OF_OTHER_MODEL',
    reason: 'the evaluated run did not use these weights; evaluate a run with them, or omit --evaluation',
    where: { file },
  });

export const cardFolderNotEmpty = (): SpineError =>
  new SpineError({
    code: 'EXPORT_FOLDER_NOT_EMPTY',
    reason: 'the folder is not empty; choose a new folder, or empty this one',
  });
