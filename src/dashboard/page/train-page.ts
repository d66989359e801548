import { html } from '../../report/html.ts';
import { htmlPage } from '../../report/html-page.ts';
import { DASHBOARD_STYLE } from './dashboard-style.ts';
import { failureNotice, liveEnd, liveHeader, type PageFacts } from './run-page.ts';
import { TRAIN_SCRIPT } from './train-script.ts';
import { TRAIN_STYLE } from './train-style.ts';

const tiles = html`<section class="tiles" aria-label="The training so far">
<div class="tile"><h2>Fold</h2><p class="value" id="fold">–</p><p class="under" id="fold-under"></p></div>
<div class="tile"><h2>Epoch</h2><p class="value"><span id="epoch">–</span><small id="epoch-of"></small></p><p class="under" id="epoch-under"></p><div class="meter" id="epoch-bar" role="progressbar" aria-label="Steps of the fold done" aria-valuemin="0" aria-valuemax="100" aria-valuenow="0"><i></i></div></div>
<div class="tile"><h2>Throughput</h2><p class="value"><span id="rate">–</span><small> samples/s</small></p><p class="under" id="rate-under"></p></div>
<div class="tile"><h2>Time left</h2><p class="value" id="left">–</p><p class="under" id="left-under"></p></div>
<div class="tile"><h2>Learning rate</h2><p class="value" id="learning-rate">–</p><svg class="spark" id="rates" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"></svg></div>
<div class="tile"><h2>Memory</h2><p class="value"><span id="memory">–</span><small id="memory-of"></small></p><p class="under">process</p><div class="meter" id="memory-bar" aria-hidden="true"><i></i></div></div>
</section>`;

const curves = html`<section id="curves" aria-label="Loss curves">
<header><h2>Loss</h2><p class="keys"><kbd>c</kbd> then <kbd>←</kbd> <kbd>→</kbd> walks the epochs · <a href="epochs.csv">epochs.csv</a> · <a href="steps.csv">steps.csv</a></p></header>
<svg id="chart" class="chart" viewBox="0 0 720 320" role="img" tabindex="0" aria-label="Loss curves" aria-describedby="detail"></svg>
<ul class="legend"><li><svg width="34" height="10" aria-hidden="true"><path class="train" d="M0 5H34"/><circle class="train" cx="17" cy="5" r="3"/></svg> training</li><li><svg width="34" height="10" aria-hidden="true"><path class="validation" d="M0 5H34"/><path class="validation mark" d="M13 1h8v8h-8z"/></svg> validation</li><li><svg width="34" height="10" aria-hidden="true"><path class="steps" d="M0 5H34"/></svg> steps</li><li><b>★</b> best epoch</li></ul>
<p class="detail" id="detail">The first point comes with the end of the first epoch.</p>
</section>`;

const side = html`<div>
<section id="sample" tabindex="-1" aria-label="Last validation"><header><h2>Heatmaps of the last validation</h2><p class="keys"><kbd>h</kbd> · <a href="heatmaps.csv">heatmaps.csv</a></p></header>
<div class="frame" id="frame" hidden><img id="picture" alt="Middle slice of the first validation sample"><img id="heat" alt=""><svg id="points" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"></svg></div>
<p class="none" id="no-sample">None yet: a network of keypoints shows them after its first validation.</p>
<table class="work" id="point-table" hidden><thead><tr><th scope="col">Point</th><th scope="col" class="n">Peak</th><th scope="col" class="n">Off the label</th></tr></thead><tbody id="point-rows"></tbody></table>
<p class="legend" id="point-legend" hidden>○ label, × peak of the heatmap; distances in percent of the picture's width. Each heatmap is scaled to its own maximum</p></section>
<section id="folds" tabindex="-1" aria-label="Folds that ended"><header><h2>Folds that ended</h2><p class="keys"><kbd>f</kbd></p></header><table class="work"><thead><tr><th scope="col">Fold</th><th scope="col">How</th><th scope="col" class="n">Best epoch</th><th scope="col" class="n">Validation</th></tr></thead><tbody id="fold-rows"></tbody></table><p class="none" id="no-folds">None yet.</p></section>
</div>`;

/** The page of a training, filled in by its script. */
export const trainPage = ({ name, spinestream, version }: PageFacts): string =>
  htmlPage({
    title: name,
    style: DASHBOARD_STYLE + TRAIN_STYLE,
    script: TRAIN_SCRIPT,
    live: true,
    data: { version: String(version), name, what: 'training' },
    header: liveHeader(name, 'live view of a training'),
    main: html`${failureNotice('training')}${tiles}<div class="columns">${curves}${side}</div>${liveEnd('training')}`,
    spinestream,
  });
