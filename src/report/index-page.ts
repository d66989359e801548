import { CONDITIONS, LEVELS, SEVERITIES, titleOfCondition, titleOfLevel } from '../domain/vocabulary.ts';
import { html, type Markup } from './html.ts';
import { htmlPage, researchOnly } from './html-page.ts';
import { INDEX_SCRIPT } from './index-script.ts';
import { INDEX_STYLE } from './index-style.ts';
import type { ReportRun } from './report-study.ts';

/** What the index knows of a study. */
export interface IndexStudy {
  readonly label: string;
  /** Its page, relative to the index. */
  readonly page: string;
  /** Most probable severity of each of the 25 locations, conditions outermost; undefined where not graded. */
  readonly severities: readonly (number | undefined)[];
  /** Greatest probability of the gravest severity. */
  readonly severe: number | undefined;
  /** Weighted log loss against the truth. */
  readonly loss: number | undefined;
  readonly warnings: number;
  /** Code of what stopped it. */
  readonly failure: string | undefined;
}

const square = (severity: number | undefined, index: number): Markup =>
  html`<i class="q ${severity === undefined ? 'sx' : `s${severity}`}" title="${titleOfLevel(LEVELS[index]!)}: ${severity === undefined ? 'not graded' : SEVERITIES[severity]}"></i>`;

/** What a strip says to those who do not see it: the levels that are not normal. */
const spoken = (severities: readonly (number | undefined)[]): string =>
  severities
    .flatMap((severity, index) => (severity ? [`${titleOfLevel(LEVELS[index]!)} ${SEVERITIES[severity]}`] : []))
    .join(', ') || 'none';

const strip = (severities: readonly (number | undefined)[]): Markup =>
  html`<span class="strip" aria-hidden="true">${severities.map(square)}</span><span class="sr">${spoken(severities)}</span>`;

const stateOf = ({ failure, warnings }: IndexStudy): Markup =>
  failure === undefined
    ? html`<span class="${warnings > 0 ? 'warned' : 'fine'}">${warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : 'no warning'}</span>`
    : html`<span class="failed">failed</span> <code>${failure}</code>`;

const row = (study: IndexStudy, position: number, judged: boolean): Markup => {
  const { label, page, severities, severe, loss, warnings, failure } = study;
  const graded = severities.some((severity) => severity !== undefined);
  const greatest = Math.max(-1, ...severities.map((severity) => severity ?? -1));
  const cells = graded
    ? CONDITIONS.map(
        (_, index) => html`<td>${strip(severities.slice(index * LEVELS.length, (index + 1) * LEVELS.length))}</td>`,
      )
    : html`<td colspan="${CONDITIONS.length}" class="none">not graded</td>`;
  return html`<tr data-position="${position}" data-severe="${severe?.toFixed(4) ?? -1}" data-loss="${loss?.toFixed(4) ?? -1}" data-state="${failure === undefined ? warnings : 1e6}" data-greatest="${greatest}"><th scope="row"><a href="${page}">${label}</a></th>${cells}<td class="n">${severe === undefined ? '' : `${(100 * severe).toFixed(0)}%`}</td>${judged ? html`<td class="n">${loss?.toFixed(3)}</td>` : undefined}<td>${stateOf(study)}</td></tr>
`;
};

const sortable = (by: string, title: string, sorted = false): Markup =>
  html`<th scope="col" aria-sort="${sorted ? 'ascending' : 'none'}"><button type="button" data-by="${by}">${title}</button></th>`;

const tools = html`<div class="tools"><label>Find <input type="search" id="find" placeholder="study or code" autocomplete="off"> <kbd>/</kbd></label>
<label>Show <select id="only"><option value="all">all studies</option><option value="severe">with a severe location</option><option value="moderate">with a moderate or severe location</option><option value="warned">with warnings</option><option value="failed">that failed</option></select></label>
<p class="keys"><kbd>↑</kbd> <kbd>↓</kbd> study · <kbd>Enter</kbd> open</p><p id="shown" aria-live="polite"></p></div>`;

const legend = html`<p class="legend">${SEVERITIES.map((name, index) => html`<span><i class="q s${index}"></i>${name}</span>`)}<span class="hint">squares: ${titleOfLevel(LEVELS[0])} to ${titleOfLevel(LEVELS[4])}, the most probable severity</span></p>`;

const table = (studies: readonly IndexStudy[], judged: boolean): Markup =>
  html`<div class="wide"><table id="studies"><thead><tr>${sortable('position', 'Study', true)}${CONDITIONS.map(
    (condition) => html`<th scope="col">${titleOfCondition(condition)}</th>`,
  )}${sortable('severe', 'Most severe')}${judged ? sortable('loss', 'Log loss') : undefined}${sortable('state', 'State')}</tr></thead>
<tbody>${studies.map((study, index) => row(study, index, judged))}</tbody></table></div>`;

/** The page that lists the studies of a run, in the order given; sorts and filters where scripts run. */
export const indexPage = (studies: readonly IndexStudy[], run: ReportRun): string => {
  const failed = studies.filter(({ failure }) => failure !== undefined).length;
  const judged = studies.some(({ loss }) => loss !== undefined);
  return htmlPage({
    title: 'Studies - spinestream',
    style: INDEX_STYLE,
    script: INDEX_SCRIPT,
    header: html`<h1>Studies</h1><p>${studies.length} ${studies.length === 1 ? 'study' : 'studies'}, ${failed} failed. Pipeline “${run.pipeline}”.</p>`,
    main: html`<section aria-label="Studies">${tools}${legend}${studies.length === 0 ? html`<p class="none">No study yet.</p>` : table(studies, judged)}</section>`,
    footer: researchOnly(run.spinestream),
  });
};
