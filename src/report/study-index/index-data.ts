import { LEVELS, SEVERITIES, titleOfLevel } from '../../domain/vocabulary.ts';
import { NOT_SEEN } from '../basis-text.ts';
import { html, type Markup, trusted } from '../html.ts';
import type { IndexGrade, IndexStudy } from './index-study.ts';

const GRADE_CODES = { notSeen: 'u', notGraded: 'x' };

const codeOf = (grade: IndexGrade): string => {
  if (grade === NOT_SEEN) return GRADE_CODES.notSeen;
  return grade === undefined ? GRADE_CODES.notGraded : String(grade);
};

/** A study in as few characters as the script of the index needs to make its row. */
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

/** All studies as data, for a page that holds the rows of some; a browser does not run it. */
export const indexData = (studies: readonly IndexStudy[], judged: boolean): Markup => {
  const data = {
    levels: LEVELS.map(titleOfLevel),
    severities: SEVERITIES,
    notSeen: NOT_SEEN,
    judged,
    studies: studies.map(packed),
  };
  const text = JSON.stringify(data).replaceAll('<', '\\u003c'); // no label ends the element
  return html`<script type="application/json" id="all">${trusted(text)}</script>`;
};
