import { titleOfCondition } from '../../domain/vocabulary.ts';
import { html, type Markup } from '../../report/html.ts';
import {
  type EnsembleEvaluation,
  type Estimate,
  type Evaluation,
  type GradesEvaluation,
  type PartScores,
  SCORE_NAMES,
} from '../metrics/index.ts';
import { dataLink, interval, number, TITLE_OF_PART } from './names.ts';

/** Caveats to read before the numbers. */
export const noticeSection = ({ unseen, inputs, grades }: Evaluation): Markup | undefined => {
  const failed = inputs.reduce((sum, one) => sum + (one.failed ?? 0), 0);
  const notes = [
    unseen === 'checked'
      ? undefined
      : 'Nothing says which studies these models were trained on. If these are among them, the numbers mean nothing.',
    inputs.some(({ stopped }) => stopped)
      ? 'The run was stopped; the numbers are of the studies that it had graded by then.'
      : undefined,
    grades === undefined || grades.notGraded.length === 0
      ? undefined
      : `Not graded: ${grades.notGraded.map(titleOfCondition).join(', ')}. The score of the challenge needs all conditions and is not given; all numbers are of the others.`,
    failed === 0 ? undefined : `${failed} studies could not be graded; the numbers are of the others.`,
    grades?.anySevereDegenerate
      ? 'No study, or every study, has a severe spinal level, so that “any severe spinal” rests on one class.'
      : undefined,
  ].flatMap((note) => note ?? []);
  return notes.length === 0
    ? undefined
    : html`<section class="notice" role="note"><h2>Mind</h2><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></section>`;
};

/** `0.1 less`, or `0.1 more` if the gain is a loss. */
const difference = (gain: Estimate | undefined): Markup =>
  gain !== undefined && gain.value < 0
    ? html`${interval({ value: -gain.value, low: -gain.high, high: -gain.low })} more`
    : html`${interval(gain)} less`;

const gainText = ({ baselines, scores }: GradesEvaluation): Markup | undefined => {
  if (scores.asNormal.score === undefined) return undefined;
  const [frequencies, weighted] = baselines.map(({ gain }) => gain.asNormal);
  return html`<p>The score is ${difference(weighted)} than that of the weighted frequencies of other studies' labels, and ${difference(frequencies)} than that of the plain frequencies.</p>`;
};

/** Score and parts with both conventions, compared with the baseline without images. */
export const scoreSection = (grades: GradesEvaluation, plot: Markup): Markup => {
  const { scores, baselines, temperatureScaling } = grades;
  const rows = SCORE_NAMES.map(
    (name) =>
      html`<tr><th scope="row">${TITLE_OF_PART[name]}</th><td class="n">${interval(scores.asNormal[name])}</td><td class="n">${interval(scores.leftOut[name])}</td>${baselines
        .toReversed()
        .map(
          (baseline) => html`<td class="n">${number(baseline.scores.asNormal[name])}</td>`,
        )}<td class="n">${number(temperatureScaling?.scores.asNormal[name])}</td></tr>`,
  );
  const { score } = scores.asNormal;
  const big =
    score === undefined
      ? html`<p>No score, which needs all conditions; ${grades.studies} studies. Less is better.</p>`
      : html`<p class="big">${number(score.value)} <small>95% ${number(score.low)} to ${number(score.high)}, ${grades.studies} studies; less is better</small></p>`;
  return html`<section><h2>Score</h2>${big}
${gainText(grades)}
<div class="wide"><table class="compact"><thead><tr><th scope="col">Weighted log loss</th><th scope="col" class="n">Missing as normal (95%)</th><th scope="col" class="n">Missing left out (95%)</th><th scope="col" class="n">Weighted frequencies</th><th scope="col" class="n">Frequencies</th><th scope="col" class="n">With temperatures</th></tr></thead><tbody>${rows}</tbody></table></div>
<figure>${plot}<figcaption>Score and parts with 95% intervals (studies drawn with replacement); red: a prediction of the weighted frequencies.${dataLink('score')}</figcaption></figure>
<p class="hint">${grades.missingLabels} locations have no label. They count as normal in the first column, as the original's notebooks have it, and in the plot.</p></section>`;
};

/** The declared metrics. */
export const metricsSection = ({ metrics }: GradesEvaluation): Markup =>
  html`<section><h2>Other metrics</h2><p>Of the locations that have a label, with 95% intervals (studies drawn with replacement).</p>
<div class="wide"><table class="compact"><thead><tr><th scope="col">Metric</th><th scope="col" class="n">Value (95%)</th><th scope="col">Better</th></tr></thead><tbody>${metrics.map(
    ({ title, estimate, better }) =>
      html`<tr><th scope="row">${title}</th><td class="n">${interval(estimate)}</td><td>${better}</td></tr>`,
  )}</tbody></table></div></section>`;

const memberRow = (name: string, scores: { readonly asNormal: PartScores; readonly leftOut: PartScores }): Markup =>
  html`<tr><th scope="row">${name}</th>${SCORE_NAMES.map((part) => html`<td class="n">${number(scores.asNormal[part])}</td>`)}<td class="n">${number(scores.leftOut.score)}</td></tr>`;

/** Scores of the members alone and together. */
export const ensembleSection = (ensemble: EnsembleEvaluation, names: readonly string[]): Markup =>
  html`<section><h2>Ensemble</h2><p>All other numbers of this page are of the plain mean of the logits. Searched weights were found on other studies than those that they are measured on (${ensemble.searched.nested.length} parts).</p>
<div class="wide"><table class="compact"><thead><tr><th scope="col">Member</th>${SCORE_NAMES.map((part) => html`<th scope="col" class="n">${TITLE_OF_PART[part]}</th>`)}<th scope="col" class="n">Score, missing left out</th></tr></thead>
<tbody>${ensemble.members.map((scores, index) => memberRow(names[index] ?? '', scores))}${memberRow('Plain mean', ensemble.equalWeights)}${memberRow('Searched weights', ensemble.searched.scores)}</tbody></table></div>
<p class="hint">Weights searched on all studies: ${names.map((name, index) => html`${index > 0 ? ', ' : ''}${name} ${number(ensemble.searched.weights[index], 2)}`)}.</p></section>`;
