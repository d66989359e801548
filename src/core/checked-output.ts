import type { OpenOutput, Row, StudyOutput } from './define-output.ts';
import { partUnexpected } from './errors.ts';

/** Rows of a table, for authors without a type checker. @throws RESULT_UNEXPECTED */
export const checkedRows = (plugin: string, rows: readonly Row[]): readonly Row[] => {
  const list: unknown = rows;
  if (!Array.isArray(list)) throw partUnexpected(plugin, '"rows" of a study', list, 'a list of rows');
  const odd = list.findIndex((row) => !Array.isArray(row));
  if (odd >= 0) throw partUnexpected(plugin, 'a row', list[odd], 'a list of cells; "rows" is a list of rows');
  return rows;
};

const checkedStudy = (plugin: string, made: StudyOutput): StudyOutput => {
  const found: unknown = made;
  if (typeof found !== 'object' || found === null)
    throw partUnexpected(plugin, 'the result of "ofStudy"', found, '{ rows, files }, or {} for nothing');
  if (made.rows !== undefined) checkedRows(plugin, made.rows);
  return made;
};

/** What the `open` of an output gave, checked like the rows of a table. @throws RESULT_UNEXPECTED, also for a study's result */
export const checkedOutput = (plugin: string, opened: OpenOutput): OpenOutput => {
  const ofStudy: unknown = (opened as OpenOutput | undefined)?.ofStudy;
  if (typeof ofStudy !== 'function')
    throw partUnexpected(plugin, '"ofStudy" of what "open" gives', ofStudy, 'a function of a study');
  const { ofRun } = opened;
  return {
    ofStudy: async (outcome, made) => checkedStudy(plugin, await opened.ofStudy(outcome, made)),
    ...(ofRun !== undefined && { ofRun: (records) => ofRun.call(opened, records) }),
  };
};
