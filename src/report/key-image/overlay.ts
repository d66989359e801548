import { squareAbout } from '../../imaging/index.ts';
import { labelOf } from '../draw-view.ts';
import { edgeLetters } from '../edge-letters.ts';
import { html, type Markup } from '../html.ts';
import { markColour } from '../palette.ts';
import type { ReportPoint, ReportSlice, ReportView } from '../report-study.ts';
import { textPaths, textWidth } from './stroke-text.ts';

/** Position and scale of the slice in the picture: upper left corner, and picture pixels per slice pixel. */
export interface Placement {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly slice: ReportSlice;
}

const WHITE = '#fff';
const CAP_PX = 13;
const EDGE_CAP_PX = 15;
const GAP_PX = 8;

interface Label {
  readonly text: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly capPx?: number;
  readonly colour?: string;
}

/** Text with a dark outline, readable on any grey. */
export const label = ({ text, xPx, yPx, capPx = CAP_PX, colour = WHITE }: Label): Markup => {
  const paths = textPaths({ text, xPx, yPx, capPx });
  const stroked = (stroke: string, width: number) =>
    html`<g fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round">${paths.map(
      ({ d, transform }) => html`<path d="${d}" transform="${transform}"/>`,
    )}</g>`;
  return html`${stroked('#000', 6)}${stroked(colour, 2.4)}`;
};

const scalesOf = ({ widthPx, heightPx, slice }: Placement) => ({
  x: widthPx / slice.columns,
  y: heightPx / slice.rows,
});

/** Centre of a keypoint's pixel, in picture pixels. */
const centreOf = ({ xNorm, yNorm }: ReportPoint, placement: Placement) => {
  const { x, y } = scalesOf(placement);
  const { rows, columns } = placement.slice;
  return { xPx: (xNorm * columns + 0.5) * x, yPx: (yNorm * rows + 0.5) * y };
};

const boxMark = (point: ReportPoint, placement: Placement, boxMm: number, colour: string): Markup | undefined => {
  const { slice } = placement;
  if (slice.geometry === undefined) return undefined;
  const centre = { xPx: point.xNorm * slice.columns, yPx: point.yNorm * slice.rows };
  const { x0, y0, x1, y1 } = squareAbout(centre, { sizeMm: boxMm, ...slice.geometry });
  const { x, y } = scalesOf(placement);
  return html`<rect fill="none" stroke="${colour}" stroke-width="1.5" stroke-opacity="0.75" x="${x0 * x}" y="${y0 * y}" width="${(x1 - x0) * x}" height="${(y1 - y0) * y}"/>`;
};

const pointMark = (point: ReportPoint, placement: Placement, view: ReportView, colour: string): Markup => {
  const { xPx, yPx } = centreOf(point, placement);
  const text = labelOf(view.site, point.site);
  const toTheLeft = view.points.length === 2 && view.points.every((other) => other.xNorm >= point.xNorm);
  const beginPx = toTheLeft ? xPx - GAP_PX - 4 - textWidth({ text, capPx: CAP_PX }) : xPx + GAP_PX + 4;
  return html`<circle cx="${xPx}" cy="${yPx}" r="7" fill="none" stroke="#000" stroke-width="4"/><circle cx="${xPx}" cy="${yPx}" r="7" fill="none" stroke="${colour}" stroke-width="2"/>${label({ text, xPx: beginPx, yPx: yPx + CAP_PX / 2, colour })}`;
};

const edges = ({ widthPx, heightPx, slice }: Placement): Markup | undefined => {
  if (slice.geometry === undefined) return undefined;
  const { left, right, top, bottom } = edgeLetters(slice.geometry);
  const [middleX, middleY] = [widthPx / 2 - EDGE_CAP_PX / 2, heightPx / 2 + EDGE_CAP_PX / 2];
  const letter = (text: string, xPx: number, yPx: number) => label({ text, xPx, yPx, capPx: EDGE_CAP_PX });
  return html`${letter(left, GAP_PX, middleY)}${letter(right, widthPx - GAP_PX - EDGE_CAP_PX, middleY)}${letter(top, middleX, GAP_PX + EDGE_CAP_PX)}${letter(bottom, middleX, heightPx - GAP_PX)}`;
};

/** Keypoints, region boxes and orientation labels on a slice, as SVG elements in picture pixels. */
export const marksOn = (view: ReportView, placement: Placement, boxMm: number | undefined): Markup => {
  const colourOf = ({ site }: ReportPoint): string => {
    const [red, green, blue] = markColour(view.site, site);
    return `rgb(${red},${green},${blue})`;
  };
  const boxes =
    boxMm === undefined ? [] : view.points.map((point) => boxMark(point, placement, boxMm, colourOf(point)));
  return html`${boxes}${view.points.map((point) => pointMark(point, placement, view, colourOf(point)))}${edges(placement)}`;
};
