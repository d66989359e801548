import { join } from 'node:path';
import { replaceFile } from '../files/atomic-write.ts';
import { evaluationTables } from './evaluation-tables.ts';
import type { Evaluation } from './metrics/index.ts';
import { evaluationPage } from './page/evaluation-page.ts';

export const EVALUATION_JSON = 'evaluation.json';
export const EVALUATION_PAGE = 'evaluation.html';

/** Writes an evaluation as JSON, as tables and as a page. @throws OUTPUT_UNWRITABLE, DISK_FULL */
export const writeEvaluation = async (folder: string, evaluation: Evaluation): Promise<void> => {
  await replaceFile(join(folder, EVALUATION_JSON), [`${JSON.stringify(evaluation, undefined, 1)}\n`]);
  for (const { name, content } of evaluationTables(evaluation)) await replaceFile(join(folder, name), [content]);
  await replaceFile(join(folder, EVALUATION_PAGE), [await evaluationPage(evaluation)]);
};
