import { html, type Markup } from '../../report/html.ts';
import { type Agreement, type Evaluation, SCORE_NAMES, type SubgroupTable } from '../metrics/index.ts';
import { percentInterval } from './confidence-sections.ts';
import { interval, TITLE_OF_PART, titleOfGroup } from './names.ts';

const inWords = (name: string): string => name.replaceAll('_', ' ');

const subgroupRows = ({ by, unknown, groups }: SubgroupTable): readonly Markup[] => [
  html`<tr><th scope="rowgroup" colspan="7">${inWords(by)}${unknown === 0 ? undefined : html` <span class="hint">not known of ${unknown} locations</span>`}</th></tr>`,
  ...groups.map(
    ({ group, studies, locations, severe, accuracy, accuracyLead, logLoss }) =>
      html`<tr><td>${inWords(group)}</td><td class="n">${studies}</td><td class="n">${locations}</td><td class="n">${severe}</td><td class="n">${percentInterval(accuracy)}</td><td class="n">${percentInterval(accuracyLead)}</td><td class="n">${interval(logLoss)}</td></tr>`,
  ),
];

/** Metrics in groups of locations and studies. */
export const subgroupSection = (tables: readonly SubgroupTable[]): Markup =>
  html`<section><h2>Subgroups</h2><p>An interval of the difference that does not hold 0 is worth a look; with so many groups, one in twenty does so by chance.</p><div class="wide"><table class="compact"><thead><tr><th scope="col">Group</th><th scope="col" class="n">Studies</th><th scope="col" class="n">Labels</th><th scope="col" class="n">Severe</th><th scope="col" class="n">Accuracy (95%)</th><th scope="col" class="n">Difference to all others (95%)</th><th scope="col" class="n">Weighted log loss (95%)</th></tr></thead>${tables.map((table) => html`<tbody>${subgroupRows(table)}</tbody>`)}</table></div></section>`;

const agreementRow = ({ one, other, conditions, studies, locations, same, kappa }: Agreement): Markup =>
  html`<tr><td>${one}</td><td>${other}</td><th scope="row">${titleOfGroup(conditions)}</th><td class="n">${studies}</td><td class="n">${locations}</td><td class="n">${percentInterval(same)}</td><td class="n">${interval(kappa.linear)}</td><td class="n">${interval(kappa.quadratic)}</td></tr>`;

/** Agreement of grades, labels and readers beyond chance. */
export const agreementSection = (agreement: readonly Agreement[]): Markup =>
  html`<section><h2>Agreement</h2><p>Cohen's kappa: 1 where two agree always, 0 where they agree as often as chance would have it with how often each gives a severity.</p><div class="wide"><table class="compact"><thead><tr><th scope="col">One</th><th scope="col">Other</th><th scope="col">Conditions</th><th scope="col" class="n">Studies</th><th scope="col" class="n">Graded by both</th><th scope="col" class="n">The same (95%)</th><th scope="col" class="n">Kappa, linear (95%)</th><th scope="col" class="n">Kappa, quadratic (95%)</th></tr></thead><tbody>${agreement.map(agreementRow)}</tbody></table></div></section>`;

const pText = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

/** Comparison of two runs, study by study. */
export const againstSection = ({
  name,
  unseen,
  studies,
  notGraded,
  gain,
  accuracy,
}: NonNullable<Evaluation['against']>): Markup =>
  html`<section><h2>Against ${name}</h2><p>On the ${studies} studies that both graded. An interval above 0: this run is better than ${name}.${notGraded.length === 0 ? undefined : html` Without ${notGraded.map(titleOfGroup).join(', ')}, which one of them does not grade.`}${unseen === 'checked' ? undefined : html` Nothing says which studies the models of ${name} were trained on.`}</p>
<div class="wide"><table class="compact"><thead><tr><th scope="col">Weighted log loss that is saved (95%)</th><th scope="col" class="n">Missing as normal</th><th scope="col" class="n">Missing left out</th></tr></thead><tbody>${SCORE_NAMES.map(
    (part) =>
      html`<tr><th scope="row">${TITLE_OF_PART[part]}</th><td class="n">${interval(gain.asNormal[part])}</td><td class="n">${interval(gain.leftOut[part])}</td></tr>`,
  )}</tbody></table>
<table class="compact"><thead><tr><th scope="col">Conditions</th><th scope="col" class="n">Labels</th><th scope="col" class="n">Only this right</th><th scope="col" class="n">Only the other</th><th scope="col" class="n">Accuracy gained (95%)</th><th scope="col" class="n">McNemar p</th></tr></thead><tbody>${accuracy.map(
    (one) =>
      html`<tr><th scope="row">${titleOfGroup(one.conditions)}</th><td class="n">${one.locations}</td><td class="n">${one.onlyFirstRight}</td><td class="n">${one.onlySecondRight}</td><td class="n">${percentInterval(one.difference)}</td><td class="n">${pText(one.mcNemarP)}</td></tr>`,
  )}</tbody></table></div><p class="hint">Intervals draw whole studies. McNemar's exact test takes locations for independent, which those of a study are not: its p is rather too small.</p></section>`;
