import { FAMILIES, type Family, KIND_OF_FAMILY } from '../domain/families.ts';
import { drawingsOf, sizeMmOf } from './draw-view.ts';
import { edgeLetters } from './edge-letters.ts';
import { siteText, viewKey } from './family-names.ts';
import type { GreyWindow } from './grey-window.ts';
import { html, type Markup } from './html.ts';
import type { PageOptions, ReportSlice, ReportView } from './report-study.ts';

/** Pictures of a view as data URIs: one per slice, and one of its heatmaps. */
export interface ViewPictures {
  readonly slices: readonly string[];
  readonly heatmap: string | undefined;
  /** The values that the pictures show as black and white; undefined without a picture. */
  readonly window: GreyWindow | undefined;
}

const letters = ({ geometry }: ReportSlice): Markup | undefined => {
  if (geometry === undefined) return undefined;
  const { left, right, top, bottom } = edgeLetters(geometry);
  return html`<span class="edge left">${left}</span><span class="edge right">${right}</span><span class="edge top">${top}</span><span class="edge bottom">${bottom}</span>`;
};

const sliceFigure = (view: ReportView, index: number, pictures: ViewPictures): Markup => {
  const slice = view.slices[index]!;
  const { widthMm, heightMm } = sizeMmOf(slice);
  const key = viewKey(view.family, view.site);
  const where = `instance ${slice.instanceNumber}, slice ${index + 1} of ${view.slices.length}`;
  const name = `${view.series?.kind ?? ''} ${siteText(view.site)}`.trim();
  const box = `0 0 ${widthMm.toFixed(1)} ${heightMm.toFixed(1)}`;
  return html`<figure class="slice${index === view.keySlice ? ' key current' : ''}" data-where="${where}">
<div class="frame" style="--ratio:${(widthMm / heightMm).toFixed(4)}"><img src="${pictures.slices[index]}" alt="${name}, ${where}"><svg class="over" viewBox="${box}" preserveAspectRatio="none" aria-hidden="true">${
    pictures.heatmap === undefined ? undefined : html`<use class="heat" href="#${key}-heat"/>`
  }<use class="marks" href="#${key}-marks"/></svg>${letters(slice)}</div>
<figcaption>${where}</figcaption>
</figure>`;
};

const slider = (view: ReportView): Markup =>
  html`<div class="slider"><input type="range" min="0" max="${view.slices.length - 1}" step="1" value="${view.keySlice}" aria-label="Slice of ${view.series?.kind ?? ''} ${siteText(view.site)}"><output></output></div>`;

const emptyText = (view: ReportView): string =>
  view.series === undefined
    ? `No ${KIND_OF_FAMILY[view.family]} slice for ${siteText(view.site) || 'this study'}.`
    : 'No slice at the chosen position.';

/** Stored values of black and white, between which the script's window moves. */
const windowData = (slice: ReportSlice | undefined, { window }: ViewPictures): Markup | undefined => {
  if (slice === undefined || window === undefined) return undefined;
  const [black, white] = slice.inverted ? [window.white, window.black] : [window.black, window.white];
  return html` data-black="${black}" data-white="${white}"`;
};

const viewOf = (view: ReportView, pictures: ViewPictures, options: PageOptions): Markup => {
  const key = viewKey(view.family, view.site);
  const slice = view.slices[view.keySlice];
  const { level = '', side = '' } = view.site;
  const title = html`<h4>${siteText(view.site)} <span class="series">${view.series?.label}${
    view.series !== undefined && view.series.kind !== KIND_OF_FAMILY[view.family]
      ? ` (${view.series.kind}, standing in)`
      : ''
  }</span></h4>`;
  return html`<div class="view" id="view-${key}" data-level="${level}" data-side="${side}"${windowData(slice, pictures)}>
${title}
${
  slice === undefined
    ? html`<p class="none">${emptyText(view)}</p>`
    : html`${drawingsOf(view, { key, slice, heatmap: pictures.heatmap }, options)}<div class="slices">${view.slices.map((_, index) => sliceFigure(view, index, pictures))}</div>${slider(view)}`
}
</div>`;
};

const tabs = (views: readonly ReportView[]): Markup | undefined =>
  views.length < 2
    ? undefined
    : html`<div class="tabs" role="group" aria-label="Views">${views.map(
        ({ site }) =>
          html`<button type="button" aria-pressed="false" data-level="${site.level ?? ''}" data-side="${site.side ?? ''}">${siteText(site)}</button>`,
      )}</div>`;

const panelOf = (
  family: Family,
  views: readonly { view: ReportView; pictures: ViewPictures }[],
  options: PageOptions,
) =>
  html`<section class="panel" id="panel-${family}" tabindex="0" aria-label="${KIND_OF_FAMILY[family]}">
<header><h3>${KIND_OF_FAMILY[family]}</h3><span class="window"></span>${tabs(views.map(({ view }) => view))}</header>
${views.map(({ view, pictures }) => viewOf(view, pictures, options))}
</section>`;

/** Panels of a study: one per series kind, with one view per site; empty if the study has no views. */
export const viewer = (
  views: readonly { readonly view: ReportView; readonly pictures: ViewPictures }[],
  options: PageOptions,
): Markup | undefined => {
  const families = FAMILIES.filter((family) => views.some(({ view }) => view.family === family));
  if (families.length === 0) return undefined;
  return html`<section class="viewer" aria-label="Pictures">
<div class="tools"><label class="toggle"><input type="checkbox" id="toggle-marks" checked> Marks <kbd>m</kbd></label>${
    views.some(({ pictures }) => pictures.heatmap !== undefined)
      ? html`<label class="toggle"><input type="checkbox" id="toggle-heat"> Heatmaps <kbd>o</kbd></label>`
      : undefined
  }<label class="toggle touch"><input type="checkbox" id="toggle-window"> Window by touch</label><p class="keys">drag, or <kbd>Shift</kbd> with arrows: window level and width · double click or <kbd>r</kbd> resets<br><kbd>←</kbd> <kbd>→</kbd> slice · <kbd>↑</kbd> <kbd>↓</kbd> or <kbd>1</kbd>–<kbd>5</kbd> level · <kbd>s</kbd> side · <kbd>Tab</kbd> next panel</p></div>
<div class="panels">${families.map((family) =>
    panelOf(
      family,
      views.filter(({ view }) => view.family === family),
      options,
    ),
  )}</div>
<p class="hint window-hint">Dragging to the right widens the window (less contrast), dragging down raises its level (darker). It works on the 256 greys of the pictures as stored in this page, from the 1st to the 99.5th percentile of the series: what lies beyond is not here to be seen, and narrow windows show steps.</p>
<p class="sr" id="said" aria-live="polite"></p>
</section>`;
};
