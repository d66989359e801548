import { counted } from '../../domain/text/counted.ts';
import { CONDITIONS, LEVELS, SEVERITIES, titleOfCondition, titleOfLevel } from '../../domain/vocabulary.ts';
import { NOT_SEEN } from '../basis-text.ts';
import { html, type Markup } from '../html.ts';
import { htmlPage } from '../html-page.ts';
import type { ReportRun } from '../report-study.ts';
import { indexData } from './index-data.ts';
import { INDEX_SCRIPT } from './index-script.ts';
import type { IndexGrade, IndexStudy } from './index-study.ts';
import { INDEX_STYLE } from './index-style.ts';

interface Square {
  readonly grade: IndexGrade;
  readonly doubtful: boolean;
}

const nameOf = (grade: IndexGrade): string =>
  typeof grade === 'number' ? SEVERITIES[grade]! : (grade ?? 'not graded');

const classOf = (grade: IndexGrade): string => {
  if (grade === NOT_SEEN) return 'su';
  return grade === undefined ? 'sx' : `s${grade}`;
};

const square = ({ grade, doubtful }: Square, index: number): Markup =>
  html`<i class="q ${classOf(grade)}${doubtful ? ' sd' : ''}" title="${titleOfLevel(LEVELS[index]!)}: ${nameOf(grade)}${doubtful ? ', doubtful' : ''}"></i>`;

/** Text alternative of a strip: levels that are abnormal, not seen or doubtful. */
const spoken = (squares: readonly Square[]): string =>
  squares
    .flatMap(({ grade, doubtful }, index) =>
      grade || doubtful ? [`${titleOfLevel(LEVELS[index]!)} ${nameOf(grade)}${doubtful ? ' (doubtful)' : ''}`] : [],
    )
    .join(', ') || 'none';

const strip = (squares: readonly Square[]): Markup =>
  html`<span class="strip" aria-hidden="true">${squares.map(square)}</span><span class="sr">${spoken(squares)}</span>`;

const squaresOf = ({ grades, doubtful }: IndexStudy): readonly Square[] =>
  grades.map((grade, index) => ({ grade, doubtful: doubtful[index] ?? false }));

const doubtfulIn = ({ doubtful }: IndexStudy): number => doubtful.filter(Boolean).length;

const unseenIn = ({ grades }: IndexStudy): number => grades.filter((grade) => grade === NOT_SEEN).length;

/** Irregularities: `5 not seen, 3 doubtful, 1 warning`. */
const remarksOf = (study: IndexStudy): readonly string[] => {
  const { warnings } = study;
  const parts = [
    [unseenIn(study), NOT_SEEN],
    [doubtfulIn(study), 'doubtful'],
    [warnings, warnings === 1 ? 'warning' : 'warnings'],
  ];
  return parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
};

const stateOf = (study: IndexStudy): Markup => {
  const { failure } = study;
  if (failure !== undefined) return html`<span class="failed">failed</span> <code>${failure}</code>`;
  const remarks = remarksOf(study);
  return remarks.length === 0
    ? html`<span class="fine">no warning</span>`
    : html`<span class="warned">${remarks.join(', ')}</span>`;
};

const row = (study: IndexStudy, position: number, judged: boolean): Markup => {
  const { label, page, grades, severe, loss, warnings, failure } = study;
  const squares = squaresOf(study);
  const graded = grades.some((grade) => grade !== undefined);
  const greatest = Math.max(-1, ...grades.map((grade) => (typeof grade === 'number' ? grade : -1)));
  const cells = graded
    ? CONDITIONS.map(
        (_, index) => html`<td>${strip(squares.slice(index * LEVELS.length, (index + 1) * LEVELS.length))}</td>`,
      )
    : html`<td colspan="${CONDITIONS.length}" class="none">not graded</td>`;
  return html`<tr data-position="${position}" data-severe="${severe?.toFixed(4) ?? -1}" data-loss="${loss?.toFixed(4) ?? -1}" data-state="${failure === undefined ? warnings : 1e6}" data-unsure="${unseenIn(study) + doubtfulIn(study)}" data-greatest="${greatest}"><th scope="row"><a href="${page}">${label}</a></th>${cells}<td class="n">${severe === undefined ? '' : `${(100 * severe).toFixed(0)}%`}</td>${judged ? html`<td class="n">${loss?.toFixed(3)}</td>` : undefined}<td>${stateOf(study)}</td></tr>
`;
};

const sortable = (by: string, title: string, sorted = false): Markup =>
  html`<th scope="col" aria-sort="${sorted ? 'ascending' : 'none'}"><button type="button" data-by="${by}">${title}</button></th>`;

const tools = html`<div class="tools"><label>Find <input type="search" id="find" placeholder="study or code" autocomplete="off"> <kbd>/</kbd></label>
<label>Show <select id="only"><option value="all">all studies</option><option value="severe">with a severe location</option><option value="moderate">with a moderate or severe location</option><option value="unsure">with grades not seen or doubtful</option><option value="warned">with warnings</option><option value="failed">that failed</option></select></label>
<p class="keys"><kbd>↑</kbd> <kbd>↓</kbd> study · <kbd>Enter</kbd> open · <a href="studies.csv">Data (CSV)</a></p><p id="shown" aria-live="polite"></p></div>`;

const legend = html`<p class="legend">${SEVERITIES.map((name, index) => html`<span><i class="q s${index}"></i>${name}</span>`)}<span><i class="q su"></i>${NOT_SEEN}</span><span><i class="q s0 sd"></i>doubtful</span><span class="hint">squares: ${titleOfLevel(LEVELS[0])} to ${titleOfLevel(LEVELS[4])}, the most probable severity</span></p>`;

const table = (studies: readonly IndexStudy[], judged: boolean): Markup =>
  html`<div class="wide"><table id="studies"><thead><tr>${sortable('position', 'Study', true)}${CONDITIONS.map(
    (condition) => html`<th scope="col">${titleOfCondition(condition)}</th>`,
  )}${sortable('severe', 'Most severe')}${judged ? sortable('loss', 'Log loss') : undefined}${sortable('state', 'State')}</tr></thead>
<tbody>${studies.map((study, index) => row(study, index, judged))}</tbody></table></div>`;

/** Up to this many studies, the page contains all rows; beyond, the script shows them in batches. */
const INDEX_ROWS = 500;

const pager = html`<p id="pager"><button type="button" id="earlier">earlier</button> <span id="range"></span> <button type="button" id="later">later</button></p><noscript><p class="none">Without scripts: the first ${INDEX_ROWS} studies.</p></noscript>`;

/** The page that lists the studies of a run, in order; scripts add sorting and filtering. */
export const indexPage = (studies: readonly IndexStudy[], run: ReportRun): string => {
  const failed = studies.filter(({ failure }) => failure !== undefined).length;
  const judged = studies.some(({ loss }) => loss !== undefined);
  const isLarge = studies.length > INDEX_ROWS;
  const rest = isLarge ? html`${pager}${indexData(studies, judged)}` : undefined;
  return htmlPage({
    title: 'Studies',
    style: INDEX_STYLE,
    script: INDEX_SCRIPT,
    header: html`<h1>Studies</h1><p>${counted(studies.length, 'study')}, ${failed} failed. Pipeline “${run.pipeline}”.</p>`,
    main: html`<section aria-label="Studies">${tools}${legend}${studies.length === 0 ? html`<p class="none">No study yet.</p>` : table(studies.slice(0, INDEX_ROWS), judged)}${rest}</section>`,
    spinestream: run.spinestream,
  });
};
