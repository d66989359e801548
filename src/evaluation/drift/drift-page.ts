import { counted } from '../../domain/text/counted.ts';
import { html, type Markup } from '../../report/html.ts';
import { htmlPage } from '../../report/html-page.ts';
import { drawPlot } from '../page/draw-plot.ts';
import { EVALUATION_STYLE } from '../page/evaluation-style.ts';
import { percent } from '../page/names.ts';
import { driftPlot } from './drift-plot.ts';
import type { DriftComparison, DriftReport, DriftWindow, NumberSummary, ShareComparison } from './drift-report.ts';
import { DRIFT_GROUPS, type DriftGroup } from './drift-study.ts';

const TITLES: Readonly<Record<DriftGroup, string>> = {
  images: 'Images',
  scanner: 'Scanners',
  features: 'Features',
  grades: 'Grades',
  confidence: 'Confidence',
  warnings: 'Warnings',
};

const pText = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(4));

const significant = (value: number): string => String(Number(value.toPrecision(3)));

const spanText = ({ median, low, high }: NumberSummary): string =>
  `${significant(median)} (${significant(low)} to ${significant(high)})`;

const windowName = ({ run, first, last }: DriftWindow): string => `${run}, studies ${first} to ${last}`;

const measureText = (one: DriftComparison): string =>
  `${TITLES[one.group]}: ${one.name}${one.test === 'fisher' && one.category !== 'yes' ? ` ${one.category}` : ''}`;

const alarmRow = (one: DriftComparison): Markup => {
  const [before, now] =
    one.test === 'fisher'
      ? [percent(one.reference.share), percent(one.found.share)]
      : [spanText(one.reference), spanText(one.found)];
  return html`<tr><td class="n">${one.window + 1}</td><th scope="row">${measureText(one)}</th><td class="n">${before}</td><td class="n">${now}</td><td class="n">${one.difference.toFixed(2)}</td><td class="n">${pText(one.adjustedP)}</td></tr>`;
};

const alarmSection = ({ comparisons, alarms, level }: DriftReport): Markup => {
  const rows = comparisons
    .filter(({ alarm }) => alarm)
    .toSorted((a, b) => a.adjustedP - b.adjustedP || b.difference - a.difference);
  const chance = `If nothing had changed, the probability of any alarm would be at most ${percent(level)}.`;
  if (alarms === 0)
    return html`<section><h2>No alarm</h2><p>None of ${comparisons.length} comparisons shows a change. ${chance}</p></section>`;
  return html`<section class="notice" role="note"><h2>${counted(alarms, 'alarm')}</h2><p>${chance}</p>
<div class="wide"><table class="compact"><thead><tr><th scope="col" class="n">Window</th><th scope="col">Measure</th><th scope="col" class="n">Reference</th><th scope="col" class="n">Window</th><th scope="col" class="n">Difference</th><th scope="col" class="n">Adjusted p</th></tr></thead><tbody>${rows.map(alarmRow)}</tbody></table></div>
<p class="hint">Numbers: median and 80% range over studies. Shares: percentage of studies. Difference: of the distribution functions, or of the shares.</p></section>`;
};

const windowSection = ({ windows, references }: DriftReport): Markup =>
  html`<section><h2>Windows</h2><p>${references.map(
    ({ name, kind, studies, groups }) =>
      html`Reference for ${groups.join(', ')}: ${kind === 'model' ? 'training images of ' : 'run '}${name}, ${studies} studies. `,
  )}</p><div class="wide"><table class="compact"><thead><tr><th scope="col" class="n">Window</th><th scope="col">Run</th><th scope="col" class="n">Studies</th><th scope="col" class="n">Alarms</th></tr></thead><tbody>${windows.map(
    (one, index) =>
      html`<tr><td class="n">${index + 1}</td><th scope="row">${windowName(one)}</th><td class="n">${one.last - one.first + 1}</td><td class="n">${one.alarms}</td></tr>`,
  )}</tbody></table></div></section>`;

const shareCell = ({ found, alarm }: ShareComparison): Markup =>
  html`<td class="n">${alarm ? html`<strong>${percent(found.share)} !</strong>` : percent(found.share)}</td>`;

const shareTable = (shares: readonly ShareComparison[], windows: readonly DriftWindow[]): Markup => {
  const rows = [...new Set(shares.map(measureText))].map((name) => {
    const own = shares.filter((one) => measureText(one) === name);
    const cells = windows.map((_, index) => {
      const found = own.find(({ window }) => window === index);
      return found === undefined ? html`<td class="n">–</td>` : shareCell(found);
    });
    return html`<tr><th scope="row">${name}</th><td class="n">${percent(own[0]!.reference.share)}</td>${cells}</tr>`;
  });
  return html`<div class="wide"><table class="compact"><thead><tr><th scope="col">Share of studies</th><th scope="col" class="n">Reference</th>${windows.map((_, index) => html`<th scope="col" class="n">${index + 1}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
};

const groupSection = async (group: DriftGroup, { comparisons, windows }: DriftReport): Promise<Markup | undefined> => {
  const own = comparisons.filter((one) => one.group === group);
  const numbers = own.flatMap((one) => (one.test === 'fisher' ? [] : [one]));
  const shares = own.flatMap((one) => (one.test === 'fisher' ? [one] : []));
  if (own.length === 0) return undefined;
  const figure =
    numbers.length === 0
      ? undefined
      : html`<figure>${await drawPlot(driftPlot(numbers))}<figcaption>Median and 80% range over the studies of each window; grey: of the reference; red diamond: alarm.</figcaption></figure>`;
  return html`<section><h2>${TITLES[group]}</h2>${figure}${shares.length === 0 ? undefined : shareTable(shares, windows)}</section>`;
};

const notComparedSection = ({ notCompared }: DriftReport): Markup | undefined =>
  notCompared.length === 0
    ? undefined
    : html`<section><h2>Not compared everywhere</h2><p>Too few studies in the reference or a window: ${notCompared.join('; ')}.</p></section>`;

/** Returns the page of a drift report: self-contained and without scripts. Names no study. */
export const driftPage = async (report: DriftReport): Promise<string> => {
  const groups: (Markup | undefined)[] = [];
  for (const group of DRIFT_GROUPS) groups.push(await groupSection(group, report));
  return htmlPage({
    title: 'Drift',
    style: EVALUATION_STYLE,
    header: html`<h1>Drift</h1><p>${counted(report.windows.length, 'window')}, ${counted(report.comparisons.length, 'comparison')}.</p>`,
    main: html`${[alarmSection(report), windowSection(report), ...groups, notComparedSection(report)]}`,
    spinestream: report.spinestream,
  });
};
