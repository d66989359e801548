import type { Site } from '../domain/site.ts';
import { titleOfLevel } from '../domain/vocabulary.ts';
import { squareAbout } from '../imaging/index.ts';
import { html, type Markup } from './html.ts';
import { cssColour, levelColour, markColour } from './palette.ts';
import type { CrossingSlice, PageOptions, ReportPoint, ReportSlice, ReportView } from './report-study.ts';
import { sliceCrossing } from './slice-crossing.ts';

/** Size of a slice in the patient; in pixels if its spacing is unknown. */
export const sizeMmOf = ({ rows, columns, geometry }: ReportSlice) => ({
  widthMm: columns * (geometry?.xSpacingMm ?? 1),
  heightMm: rows * (geometry?.ySpacingMm ?? 1),
});

/** `l4_l5`, for the script; empty for elements of all levels. */
const levelOf = ({ level }: Site): string => level ?? '';

const short = (mm: number): string => mm.toFixed(1);

/** Sizes of text and rings are in percent of the image's height, those of lines in screen pixels. */
const unitOf = (slice: ReportSlice): number => sizeMmOf(slice).heightMm / 100;

/** Centre of the keypoint's pixel. */
const centreOf = ({ xNorm, yNorm }: ReportPoint, slice: ReportSlice) => {
  const { widthMm, heightMm } = sizeMmOf(slice);
  return {
    xMm: xNorm * widthMm + widthMm / slice.columns / 2,
    yMm: yNorm * heightMm + heightMm / slice.rows / 2,
  };
};

/** Marks are labelled by side on a view of one level, else by level. */
export const labelOf = (view: Site, { level, side }: Site): string =>
  view.level === undefined && level !== undefined ? titleOfLevel(level) : (side ?? '');

interface Canvas {
  readonly slice: ReportSlice;
  readonly view: Site;
  readonly boxMm: number | undefined;
}

const pointMark = (point: ReportPoint, { slice, view }: Canvas, toTheLeft: boolean): Markup => {
  const { xMm, yMm } = centreOf(point, slice);
  const unit = unitOf(slice);
  const beyond = (toTheLeft ? -2.2 : 2.2) * unit;
  return html`<g class="point" data-level="${levelOf(point.site)}" style="--c:${cssColour(markColour(view, point.site))}"><circle cx="${short(xMm)}" cy="${short(yMm)}" r="${short(1.2 * unit)}"/><text x="${short(xMm + beyond)}" y="${short(yMm + 1.2 * unit)}" font-size="${short(3.4 * unit)}"${toTheLeft ? html` text-anchor="end"` : undefined}>${labelOf(view, point.site)}</text></g>`;
};

const boxMark = (point: ReportPoint, { slice, view, boxMm }: Canvas): Markup | undefined => {
  const { geometry } = slice;
  if (geometry === undefined || boxMm === undefined) return undefined;
  const centre = { xPx: point.xNorm * slice.columns, yPx: point.yNorm * slice.rows };
  const { x0, y0, x1, y1 } = squareAbout(centre, { sizeMm: boxMm, ...geometry });
  const [x, y] = [x0 * geometry.xSpacingMm, y0 * geometry.ySpacingMm];
  const [width, height] = [(x1 - x0) * geometry.xSpacingMm, (y1 - y0) * geometry.ySpacingMm];
  return html`<rect class="box" data-level="${levelOf(point.site)}" style="--c:${cssColour(markColour(view, point.site))}" x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"/>`;
};

const crossingMark = ({ instanceNumber, geometry, levels }: CrossingSlice, slice: ReportSlice): Markup | undefined => {
  const line = slice.geometry && sliceCrossing(slice.geometry, geometry);
  if (line === undefined) return undefined;
  const { x1Mm, y1Mm, x2Mm, y2Mm } = line;
  const ends = html`x1="${short(x1Mm)}" y1="${short(y1Mm)}" x2="${short(x2Mm)}" y2="${short(y2Mm)}"`;
  const [level] = levels;
  if (level === undefined) return html`<line class="cut" ${ends}/>`;
  const unit = unitOf(slice);
  const [xMm, yMm] = x1Mm < x2Mm ? [x1Mm, y1Mm] : [x2Mm, y2Mm];
  return html`<g class="cut chosen" data-level="${level}" style="--c:${cssColour(levelColour(level))}"><line ${ends}/><text x="${short(xMm + unit)}" y="${short(yMm - unit)}" font-size="${short(3 * unit)}">${instanceNumber}</text></g>`;
};

/** Puts the chosen reference lines last, on top of the others, which may be close to them at the picture's scale. */
const chosenLast = (crossings: readonly CrossingSlice[]): readonly CrossingSlice[] => [
  ...crossings.filter(({ levels }) => levels.length === 0),
  ...crossings.filter(({ levels }) => levels.length > 0),
];

/** Which of a level's two points has its label on the left, so that labels do not overlap. */
const leftOf = ({ site, points }: ReportView): ReportPoint | undefined => {
  const [a, b] = points;
  if (site.level === undefined || a === undefined || b === undefined) return undefined;
  return a.xNorm < b.xNorm ? a : b;
};

/** Context for drawing a view: a prefix of identifiers, the slice that sets the scale, the heatmap picture. */
interface Drawing {
  readonly key: string;
  readonly slice: ReportSlice;
  readonly heatmap: string | undefined;
}

/** Overlays of a view's slices, in mm from the upper left corner; each slice references them by identifier. */
export const drawingsOf = (view: ReportView, { key, slice, heatmap }: Drawing, { boxMm }: PageOptions): Markup => {
  const { widthMm, heightMm } = sizeMmOf(slice);
  const canvas = { slice, view: view.site, boxMm };
  return html`<svg class="defs" aria-hidden="true" width="0" height="0"><defs>
${
  heatmap === undefined
    ? undefined
    : html`<image id="${key}-heat" href="${heatmap}" width="${short(widthMm)}" height="${short(heightMm)}" preserveAspectRatio="none"/>`
}
<g id="${key}-marks">${chosenLast(view.crossings).map((one) => crossingMark(one, slice))}${view.points.map((point) => boxMark(point, canvas))}${view.points.map((point) => pointMark(point, canvas, point === leftOf(view)))}</g>
</defs></svg>`;
};
