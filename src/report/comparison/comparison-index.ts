import { counted } from '../../domain/text/counted.ts';
import { html, type Markup } from '../html.ts';
import { htmlPage } from '../html-page.ts';
import type { ComparedRuns } from './compared-study.ts';
import { COMPARISON_STYLE } from './comparison-style.ts';
import { failureText, runsSection } from './comparison-text.ts';

/** A study in the index of a comparison. */
export interface IndexedDifference {
  readonly label: string;
  /** URL of its page, relative to the index. */
  readonly page: string;
  /** Undefined if no location was seen in both runs. */
  readonly largestChange: number | undefined;
  readonly graver: number;
  readonly milder: number;
  /** Locations that only one of the runs saw or graded. */
  readonly onlyInOne: number;
  /** Locations with another confidence. */
  readonly confidences: number;
  readonly largestConfidenceChange: number | undefined;
  /** Locations that only one of the runs refers to a reader. */
  readonly referredInOne: number;
  readonly largestMoveMm: number | undefined;
  /** Number of keypoints that moved. */
  readonly moved: number;
  /** Number of warning codes that differ. */
  readonly warnings: number;
  readonly failures: { readonly a: string | undefined; readonly b: string | undefined };
}

/** Studies of both runs by outcome. */
export interface ComparisonCounts {
  readonly inBoth: number;
  readonly onlyInA: number;
  readonly onlyInB: number;
  /** Without any difference; they have no page. */
  readonly equal: number;
}

const failedInOne = ({ failures: { a, b } }: IndexedDifference): number =>
  Number((a === undefined) !== (b === undefined));
const changed = ({ graver, milder, onlyInOne }: IndexedDifference): number => graver + milder + onlyInOne;

/** Failed in one run only, then by the largest change of a probability, changed grades, referrals, confidence and moves. */
const byDifference = (a: IndexedDifference, b: IndexedDifference): number =>
  failedInOne(b) - failedInOne(a) ||
  (b.largestChange ?? 0) - (a.largestChange ?? 0) ||
  changed(b) - changed(a) ||
  b.referredInOne - a.referredInOne ||
  (b.largestConfidenceChange ?? 0) - (a.largestConfidenceChange ?? 0) ||
  (b.largestMoveMm ?? 0) - (a.largestMoveMm ?? 0) ||
  b.moved - a.moved ||
  b.warnings - a.warnings ||
  (a.label < b.label ? -1 : 1);

const gradesText = ({ graver, milder, onlyInOne }: IndexedDifference): string =>
  [
    graver > 0 ? `▲ ${graver} graver` : '',
    milder > 0 ? `▼ ${milder} milder` : '',
    onlyInOne > 0 ? `± ${onlyInOne} in one run only` : '',
  ]
    .filter((part) => part !== '')
    .join(', ') || '= same';

const confidenceText = ({ confidences, largestConfidenceChange, referredInOne }: IndexedDifference): string => {
  const parts = [
    largestConfidenceChange === undefined ? '' : `${confidences}, up to ${largestConfidenceChange.toFixed(3)}`,
    referredInOne === 0 ? '' : `${referredInOne} referred in one run only`,
  ];
  return parts.filter((part) => part !== '').join('; ') || '= same';
};

const movedText = ({ moved, largestMoveMm }: IndexedDifference): string =>
  moved === 0 ? '= same' : `${moved}${largestMoveMm === undefined ? '' : `, up to ${largestMoveMm.toFixed(1)} mm`}`;

const row = (study: IndexedDifference): Markup => {
  const { label, page, largestChange, warnings, failures } = study;
  const state =
    failures.a === undefined && failures.b === undefined
      ? 'graded in both'
      : `A ${failureText(failures.a)}, B ${failureText(failures.b)}`;
  return html`<tr class="${changed(study) + study.referredInOne + failedInOne(study) > 0 ? 'differs' : ''}"><th scope="row"><a href="${page}">${label}</a></th><td class="n">${largestChange?.toFixed(3) ?? '–'}</td><td class="sign">${gradesText(study)}</td><td>${confidenceText(study)}</td><td>${movedText(study)}</td><td class="n">${warnings}</td><td>${state}</td></tr>
`;
};

/** Rows that a page can show at once; the table of all lies in comparison.csv. */
const COMPARISON_ROWS = 2000;

/** The page that lists the studies that differ, the largest differences first. */
export const comparisonIndex = (
  studies: readonly IndexedDifference[],
  { inBoth, onlyInA, onlyInB, equal }: ComparisonCounts,
  runs: ComparedRuns,
): string => {
  const listed = studies.toSorted(byDifference).slice(0, COMPARISON_ROWS);
  const rest = studies.length - listed.length;
  return htmlPage({
    title: 'Two runs, compared',
    style: COMPARISON_STYLE,
    header: html`<h1>Two runs, compared</h1><p>${counted(inBoth, 'study')} in both: ${equal} equal, ${studies.length} different. Only in A: ${onlyInA}; only in B: ${onlyInB}.</p>`,
    main: html`<section aria-label="Studies"><h2>Studies that differ</h2><p class="hint">Largest differences first. Change: the largest of a probability of any location, where both runs saw it.</p>${
      listed.length === 0
        ? html`<p class="none">None: all grades, their confidence, keypoints and warnings are the same.</p>`
        : html`<div class="wide"><table id="studies"><thead><tr><th scope="col">Study</th><th scope="col" class="n">Largest change</th><th scope="col">Grades of B against A</th><th scope="col">Confidence changed</th><th scope="col">Keypoints moved</th><th scope="col" class="n">Other warnings</th><th scope="col">State</th></tr></thead>
<tbody>${listed.map(row)}</tbody></table></div>`
    }${rest > 0 ? html`<p class="none">${rest} more with smaller differences: see comparison.csv.</p>` : undefined}</section>${runsSection(runs)}`,
    spinestream: runs.spinestream,
  });
};
