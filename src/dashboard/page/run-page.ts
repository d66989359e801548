import type { PipelineGraph } from '../../graph/pipeline-graph.ts';
import { html, type Markup } from '../../report/html.ts';
import { htmlPage } from '../../report/html-page.ts';
import { DASHBOARD_STYLE } from './dashboard-style.ts';
import { pipelineGraphMarkup } from './pipeline-graph-markup.ts';
import { RUN_SCRIPT } from './run-script.ts';

export interface PageFacts {
  /** Title of the page before the first state arrives: the name of a pipeline or an experiment. */
  readonly name: string;
  readonly spinestream: string;
  /** Version of the page; a change makes clients reload it. */
  readonly version: number;
}

const tiles = html`<section class="tiles" aria-label="The run so far">
<div class="tile"><h2>Studies</h2><p class="value"><span id="done">0</span><small id="total"></small></p><p class="under" id="done-under"></p><div class="meter" id="done-bar" role="progressbar" aria-label="Studies done" aria-valuemin="0" aria-valuemax="100" aria-valuenow="0"><i></i></div></div>
<div class="tile"><h2>Throughput · <a href="throughput.csv">CSV</a></h2><p class="value"><span id="rate">–</span><small> studies/min</small></p><svg class="spark" id="spark" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"></svg></div>
<div class="tile"><h2>Time left</h2><p class="value" id="left">–</p><p class="under" id="left-under"></p></div>
<div class="tile"><h2>In progress</h2><p class="value"><span id="window">0</span><small id="window-of"></small></p><p class="under" id="window-under"></p><div class="meter" id="window-bar" aria-hidden="true"><i></i></div></div>
<div class="tile"><h2>Failed</h2><p class="value" id="failed">0</p><p class="under" id="warnings"></p></div>
<div class="tile"><h2>Memory</h2><p class="value"><span id="memory">–</span><small id="memory-of"></small></p><p class="under" id="memory-under"></p><div class="meter" id="memory-bar" aria-hidden="true"><i></i></div></div>
</section>`;

const graphSection = (graph: PipelineGraph | undefined): Markup => html`<section class="pipeline" aria-label="Pipeline">
<header><h2>Pipeline</h2><p class="keys"><kbd>g</kbd> then <kbd>↑</kbd> <kbd>↓</kbd> walks the steps · <a href="steps.csv">steps.csv</a></p></header>
${graph === undefined ? html`<p class="none">The pipeline is being checked.</p>` : html`<div class="scroll">${pipelineGraphMarkup(graph)}</div>`}
<p class="detail" id="detail">Choose a step to see its figures.</p>
<ul class="legend"><li><b>12/min · 85 ms · 40%</b> studies a minute, time for each, share of all steps' time</li><li><b>number on a step</b> studies that it works on or that wait for it</li><li><b>number on an arrow</b> studies that hold what it leads</li><li><b>thick frame</b> takes the most time</li><li><b>dashed frame</b> waits</li></ul>
</section>`;

const side = html`<div>
<section id="studies" tabindex="-1" aria-label="Studies in progress"><header><h2>Studies in progress</h2></header>
<table class="work"><thead><tr><th scope="col">Study</th><th scope="col">Step</th><th scope="col" class="n">For</th></tr></thead><tbody id="work"></tbody></table><p class="none" id="no-work">None yet.</p></section>
<section id="log" tabindex="-1" aria-label="Failures and warnings"><header><h2>Failures and warnings</h2><div class="filters" role="group" aria-label="Show"><button type="button" data-kind="all" aria-pressed="true">All</button><button type="button" data-kind="failure" aria-pressed="false">Failures</button><button type="button" data-kind="warning" aria-pressed="false">Warnings</button></div></header>
<ul class="codes" id="codes" aria-label="Studies by warning"></ul><ul class="list" id="messages" tabindex="0" aria-label="Newest first"></ul><p class="none" id="no-messages">None.</p></section>
<section><details id="all-steps"><summary>Steps as a table</summary><div class="wide"><table class="compact"><thead><tr><th scope="col">Step</th><th scope="col" class="n">Here</th><th scope="col" class="n">Done</th><th scope="col" class="n">A minute</th><th scope="col" class="n">Each</th><th scope="col" class="n">Share</th></tr></thead><tbody id="steps"></tbody></table></div></details></section>
</div>`;

/** Header of live pages: what runs, its status, and a button that pauses updates. */
export const liveHeader = (name: string, what: string): Markup =>
  html`<h1>${name}</h1><p>${what}</p><span class="pill" id="phase" role="status">starting</span><div class="right"><button type="button" id="pause" aria-pressed="false" aria-keyshortcuts="p">Pause</button></div>`;

/** Footer of live pages, with the text shown without JavaScript. */
export const liveEnd = (what: string): Markup =>
  html`<noscript><section class="notice"><p>This page needs JavaScript to follow the ${what}; state.json has its figures.</p></section></noscript><p class="sr" id="said" aria-live="polite"></p>`;

/** Filled in when the run or training has failed. */
export const failureNotice = (what: string): Markup =>
  html`<section class="notice" id="failure" role="alert" hidden><h2>The ${what} failed</h2><p id="failure-text"></p></section>`;

/** The page of a run, filled in by its script. */
export const runPage = (graph: PipelineGraph | undefined, { name, spinestream, version }: PageFacts): string =>
  htmlPage({
    title: name,
    style: DASHBOARD_STYLE,
    script: RUN_SCRIPT,
    live: true,
    data: { version: String(version), name, what: 'run' },
    header: liveHeader(name, 'live view of a run'),
    main: html`${failureNotice('run')}${tiles}<div class="columns">${graphSection(graph)}${side}</div>${liveEnd('run')}`,
    spinestream,
  });
