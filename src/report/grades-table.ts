import { FAMILY_OF } from '../domain/families.ts';
import { greatestIndex } from '../domain/statistics/greatest-index.ts';
import {
  CONDITIONS,
  type Condition,
  LEVELS,
  type Level,
  SEVERITIES,
  titleOfCondition,
  titleOfLevel,
} from '../domain/vocabulary.ts';
import { confidenceText, isReferred, isSeen, NOT_SEEN, REFERRED, reasonsText, remarkOf } from './basis-text.ts';
import { viewKey } from './family-names.ts';
import { html, type Markup } from './html.ts';
import type { ReportGrade } from './report-study.ts';

export const percent = (probability: number): string => (100 * probability).toFixed(0);

/** The most probable severity as tables name it; `not seen` for a grade without pixels. */
export const severityName = (grade: Pick<ReportGrade, 'probabilities' | 'basis'>): string | undefined =>
  isSeen(grade) ? SEVERITIES[greatestIndex(grade.probabilities)] : NOT_SEEN;

/** Centre of a severity's part, in percent of the bar. */
const middleOf = (probabilities: readonly number[], severity: number): number =>
  100 * (probabilities.slice(0, severity).reduce((sum, share) => sum + share, 0) + (probabilities[severity] ?? 0) / 2);

const bar = ({ probabilities, truth }: ReportGrade): Markup => {
  const marker =
    truth === undefined
      ? undefined
      : html`<i class="truth" style="left:${middleOf(probabilities, truth).toFixed(1)}%"></i>`;
  return html`<span class="bar" aria-hidden="true">${probabilities.map(
    (share, severity) => html`<i class="s${severity}" style="width:${(100 * share).toFixed(1)}%"></i>`,
  )}${marker}</span>`;
};

/** A tick if the most probable severity is true, else the true one. */
const agreement = ({
  probabilities,
  truth,
}: ReportGrade): { readonly sign: string; readonly told: Markup | undefined } => {
  if (truth === undefined) return { sign: '', told: undefined };
  if (greatestIndex(probabilities) === truth) return { sign: '✓ ', told: undefined };
  return { sign: '✗ ', told: html`<span class="told">truth: ${SEVERITIES[truth]}</span>` };
};

/** Identifier of a location's view. */
const viewOf = (condition: Condition, level: Level): string => {
  const { family, side } = FAMILY_OF[condition];
  return `view-${viewKey(family, family === 'subarticular' ? { level } : { side })}`;
};

const cell = (condition: Condition, level: Level, grade: ReportGrade | undefined): Markup => {
  if (grade === undefined) return html`<td class="ungraded">not graded</td>`;
  const { probabilities } = grade;
  if (!isSeen(grade)) return unseenCell(condition, level, grade);
  const severity = greatestIndex(probabilities);
  const all = probabilities.map((share, index) => `${SEVERITIES[index]} ${percent(share)}%`).join(', ');
  const { family, side = '' } = FAMILY_OF[condition];
  const { sign, told } = agreement(grade);
  const remark = remarkOf(grade);
  const remarked = remark === '' ? '' : `${remark}: ${reasonsText(grade)}`;
  const title = [all, remarked, confidenceText(grade)].filter((part) => part !== '').join('; ');
  return html`<td><a class="grade${remark === '' ? '' : ' remarked'}${isReferred(grade) ? ' referred' : ''}" href="#${viewOf(condition, level)}" data-level="${level}" data-side="${side}" data-family="${family}" title="${title}">${bar(grade)}<span class="words"><b class="t${severity}">${sign}${SEVERITIES[severity]} ${percent(probabilities[severity] ?? 0)}%</b> <span class="all" aria-hidden="true">${probabilities.map(percent).join('\u2009·\u2009')}</span></span>${told}${
    remark === '' ? undefined : html`<span class="remark">${remark}</span>`
  }${referredMark(grade)}</a></td>`;
};

const referredMark = (grade: ReportGrade): Markup | undefined =>
  isReferred(grade) ? html`<span class="refer">${REFERRED}</span>` : undefined;

/** A network's answer for a region without pixels is not a grade and is not shown. */
const unseenCell = (condition: Condition, level: Level, grade: ReportGrade): Markup => {
  const { family, side = '' } = FAMILY_OF[condition];
  const told =
    grade.truth === undefined ? undefined : html`<span class="told">truth: ${SEVERITIES[grade.truth]}</span>`;
  return html`<td><a class="grade unseen${isReferred(grade) ? ' referred' : ''}" href="#${viewOf(condition, level)}" data-level="${level}" data-side="${side}" data-family="${family}" title="${NOT_SEEN}: ${reasonsText(grade)}"><b>${NOT_SEEN}</b><span class="why">${reasonsText(grade)}</span>${told}${referredMark(grade)}</a></td>`;
};

const BASIS_LEGEND = html`<p class="legend basis"><span><b>${NOT_SEEN}</b>: no pixel of the location reached a network</span><span><b>partly seen</b>: some of its regions are blank</span><span><b>doubtful</b>: it may show another place; see the warnings</span></p>`;

const referLegend = (grades: readonly ReportGrade[]): Markup | undefined => {
  const referred = grades.filter(isReferred);
  if (referred.length === 0) return undefined;
  const isCalibrated = referred.some(({ confidence }) => confidence?.calibrated);
  return html`<p class="legend basis"><span><b>${REFERRED}</b>: less likely right than the run asks for${isCalibrated ? '' : ', by a score that was not calibrated'}, or not seen</span></p>`;
};

/** The figure's data as a part of the page, which needs no other file. */
const dataLink = (csv: string): Markup =>
  html`<a class="data" download="grades.csv" href="data:text/csv;charset=utf-8,${encodeURIComponent(csv)}">Data (CSV)</a>`;

/** The 25 locations: one row per condition, one column per level, one bar of three probabilities per location. */
export const gradesTable = (grades: readonly ReportGrade[], csv?: string): Markup | undefined => {
  if (grades.length === 0) return undefined;
  const find = (condition: Condition, level: Level) =>
    grades.find((grade) => grade.condition === condition && grade.level === level);
  const judged = grades.some(({ truth }) => truth !== undefined);
  const remarked = grades.some((grade) => !isSeen(grade) || remarkOf(grade) !== '');
  return html`<section class="grades" aria-labelledby="grades-title">
<header><h2 id="grades-title">Grades</h2><p class="legend">${SEVERITIES.map(
    (name, index) => html`<span><i class="s${index}"></i>${name}</span>`,
  )}${judged ? html`<span><i class="truth"></i>truth (✓ most probable, ✗ not)</span>` : undefined}<span class="hint">figures: ${SEVERITIES.join(' · ')}, in percent</span>${csv === undefined ? undefined : dataLink(csv)}</p>${remarked ? BASIS_LEGEND : undefined}${referLegend(grades)}</header>
<div class="wide"><table>
<thead><tr><th scope="col">Condition</th>${LEVELS.map((level) => html`<th scope="col" data-level="${level}">${titleOfLevel(level)}</th>`)}</tr></thead>
<tbody>${CONDITIONS.map(
    (condition) =>
      html`<tr><th scope="row">${titleOfCondition(condition)}</th>${LEVELS.map((level) => cell(condition, level, find(condition, level)))}</tr>`,
  )}</tbody>
</table></div>
</section>`;
};
