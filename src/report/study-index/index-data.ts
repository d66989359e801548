import { LEVELS, SEVERITIES, titleOfLevel } from '../../domain/vocabulary.ts';
import { NOT_SEEN } from '../basis-text.ts';
import { html, type Markup, trusted } from '../html.ts';
import type { IndexGrade, IndexStudy } from './index-study.ts';

const GRADE_CODES = { notSeen: 'u', notGraded: 'x' };

const codeOf = (grade: IndexGrade): string => {
  if (grade === NOT_SEEN) return GRADE_CODES.notSeen;
  return grade === undefined ? GRADE_CODES.notGraded : String(grade);
};

/** Compact form of a study, from which the script of the index builds its row. */
const packed = ({ label, page, grades, doubtful, severe, loss, warnings, failure }: IndexStudy) => [
  label,
  page,
  grades.map(codeOf).join(''),
  grades.map((_, index) => (doubtful[index] ? '1' : '0')).join(''),
  severe ?? null,
  loss ?? null,
  warnings,
  failure ?? null,
];

/** All studies as data, for a page with only some of the rows; browsers do not execute it. */
export const indexData = (studies: readonly IndexStudy[], judged: boolean): Markup => {
  const data = {
    levels: LEVELS.map(titleOfLevel),
    severities: SEVERITIES,
    notSeen: NOT_SEEN,
    judged,
    studies: studies.map(packed),
  };
  const text = JSON.stringify(data).replaceAll('<', '\\u003c'); // prevents a label from closing the element
  return html`<script type="application/json" id="all">${trusted(text)}</script>`;
};
