import { greatestIndex } from '../../domain/statistics/greatest-index.ts';
import { counted } from '../../domain/text/counted.ts';
import { SEVERITIES, titleOfCondition, titleOfLevel } from '../../domain/vocabulary.ts';
import { confidenceText, isReferred, isSeen, NOT_SEEN, REFERRED, reasonsText } from '../basis-text.ts';
import { percent } from '../grades-table.ts';
import { html, type Markup } from '../html.ts';
import { htmlPage } from '../html-page.ts';
import {
  type ComparedLocation,
  type ComparedRuns,
  type ComparedStudy,
  gradeChanges,
  type KeyPictures,
  largestChange,
  largestConfidenceChange,
  referralChanges,
  type SideGrade,
} from './compared-study.ts';
import { COMPARISON_STYLE } from './comparison-style.ts';
import { confidenceChangeText, failureText, moveText, runsSection, verdictText } from './comparison-text.ts';
import { picturesSection } from './pictures-section.ts';

const sideCell = (grade: SideGrade | undefined): Markup => {
  if (grade === undefined) return html`<td class="side muted">not graded</td>`;
  const reasons = reasonsText(grade);
  const remarks = [isSeen(grade) && grade.basis.seen === 'some' ? 'partly seen' : '', reasons, confidenceText(grade)];
  const remark = remarks.filter((part) => part !== '').join('; ');
  const refer = isReferred(grade) ? html`<small class="refer">${REFERRED}</small>` : undefined;
  const small = remark === '' ? undefined : html`<small>${remark}</small>`;
  if (!isSeen(grade)) return html`<td class="side"><div class="unseen"><b>${NOT_SEEN}</b></div>${small}${refer}</td>`;
  const { probabilities } = grade;
  const severity = greatestIndex(probabilities);
  return html`<td class="side"><span class="bar" aria-hidden="true">${probabilities.map(
    (share, at) => html`<i class="s${at}" style="width:${(100 * share).toFixed(1)}%"></i>`,
  )}</span><b class="t${severity}">${SEVERITIES[severity]} ${percent(probabilities[severity] ?? 0)}%</b><small>${probabilities.map(percent).join('\u2009·\u2009')}</small>${small}${refer}</td>`;
};

const row = (location: ComparedLocation): Markup => {
  const { condition, level, a, b, verdict, change, confidence, move } = location;
  const differs = verdict !== 'same' || confidence?.referredIn !== undefined;
  return html`<tr class="${differs ? 'differs' : change || confidence || move ? 'changed' : 'same'}"><th scope="row">${titleOfCondition(condition)} ${titleOfLevel(level)}</th>${sideCell(a)}${sideCell(b)}<td class="sign">${verdictText(verdict)}</td><td class="n">${change === undefined ? '–' : change.toFixed(3)}</td><td>${confidence === undefined ? '–' : confidenceChangeText(confidence)}</td><td>${move === undefined ? '–' : moveText(move)}</td></tr>
`;
};

const byChange = (a: ComparedLocation, b: ComparedLocation): number =>
  Number(b.verdict !== 'same') - Number(a.verdict !== 'same') ||
  (b.change ?? 0) - (a.change ?? 0) ||
  Number(b.confidence?.referredIn !== undefined) - Number(a.confidence?.referredIn !== undefined) ||
  Math.abs(b.confidence?.probability ?? 0) - Math.abs(a.confidence?.probability ?? 0);

const gradesSection = ({ locations }: ComparedStudy): Markup | undefined =>
  locations.length === 0
    ? undefined
    : html`<section><h2>Grades</h2><p class="hint">Largest differences first. Figures: ${SEVERITIES.join(' · ')}, in percent. Change: the largest of the three probabilities. Confidence: the probability that the grade is right. Moved: within the slice of A.</p>
<p><label class="toggle"><input type="checkbox" id="only-differences"> Only what differs</label></p>
<div class="wide"><table id="grades"><thead><tr><th scope="col">Location</th><th scope="col">A</th><th scope="col">B</th><th scope="col">B against A</th><th scope="col" class="n">Change</th><th scope="col">Confidence</th><th scope="col">Keypoint moved</th></tr></thead>
<tbody>${locations.toSorted(byChange).map(row)}</tbody></table></div></section>`;

const warningsSection = ({ warnings }: ComparedStudy): Markup =>
  html`<section><h2>Warnings</h2>${
    warnings.length === 0
      ? html`<p class="none">None in either run.</p>`
      : html`<div class="wide"><table class="compact" id="warnings"><thead><tr><th scope="col">Reason</th><th scope="col" class="n">Times in A</th><th scope="col" class="n">Times in B</th><th scope="col">Difference</th></tr></thead>
<tbody>${warnings.map(
          ({ code, a, b }) =>
            html`<tr class="${a === b ? '' : 'differs'}"><th scope="row"><code>${code}</code></th><td class="n">${a}</td><td class="n">${b}</td><td class="sign">${a === b ? '= same' : a === 0 ? '+ only in B' : b === 0 ? '− only in A' : '≠ other count'}</td></tr>`,
        )}</tbody></table></div>`
  }</section>`;

const failuresSection = ({ failures: { a, b } }: ComparedStudy): Markup | undefined =>
  a === undefined && b === undefined
    ? undefined
    : html`<section role="alert"><h2>Failures</h2><p>A: ${failureText(a)}. B: ${failureText(b)}.</p></section>`;

const summaryOf = (study: ComparedStudy): string => {
  const { a, b } = study.failures;
  if (a !== undefined || b !== undefined)
    return a !== undefined && b !== undefined
      ? 'Failed in both runs.'
      : `Failed in ${a === undefined ? 'B' : 'A'} only.`;
  const referred = referralChanges(study);
  const sure = largestConfidenceChange(study);
  return [
    `${counted(gradeChanges(study), 'grade')} of ${study.locations.length} differ`,
    `largest change of a probability ${largestChange(study)?.toFixed(3) ?? 'unknown'}`,
    ...(sure === undefined ? [] : [`of a confidence ${sure.toFixed(3)}`]),
    ...(referred === 0 ? [] : [`${referred} referred to a reader in one run only`]),
  ]
    .join('; ')
    .concat('.');
};

/** Key pictures of both runs, where their reports have them. */
export interface PicturesOfBoth {
  readonly a: KeyPictures;
  readonly b: KeyPictures;
}

/** The page of a study in two runs: self-contained, without scripts. Names nothing that could identify a person. */
export const comparisonPage = (study: ComparedStudy, runs: ComparedRuns, pictures: PicturesOfBoth): string =>
  htmlPage({
    title: `Study ${study.label}, compared`,
    style: COMPARISON_STYLE,
    header: html`<h1>Study ${study.label}</h1><p>${summaryOf(study)}</p><p class="back"><a href="../index.html">All studies</a></p>`,
    main: html`${failuresSection(study)}${gradesSection(study)}${picturesSection(pictures)}${warningsSection(study)}${runsSection(runs)}`,
    spinestream: runs.spinestream,
  });
