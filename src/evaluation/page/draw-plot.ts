import type { Config, TopLevelSpec } from 'vega-lite';
import { type Markup, trusted } from '../../report/html.ts';

/** A plot in Vega-Lite's grammar, without the settings that all plots share. */
export type PlotSpec = TopLevelSpec;

const INK = 'currentColor';
const LINE = 'var(--line)';
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Uses the page's CSS colours, so that one picture serves light mode, dark mode and print. */
const CONFIG: Config = {
  background: 'transparent',
  font: FONT,
  axis: {
    domainColor: LINE,
    gridColor: LINE,
    tickColor: LINE,
    labelColor: INK,
    titleColor: INK,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 600,
  },
  legend: {
    symbolBaseFillColor: INK,
    symbolBaseStrokeColor: INK,
    labelColor: INK,
    titleColor: INK,
    labelFontSize: 11,
    titleFontSize: 11,
    symbolStrokeWidth: 2,
  },
  header: { labelColor: INK, titleColor: INK, labelFontSize: 12, labelFontWeight: 600, title: null },
  text: { color: INK, fontSize: 11 },
  view: { stroke: null },
};

/** Renders a plot as SVG without a browser, so that the page needs no script. */
export const drawPlot = async (spec: PlotSpec): Promise<Markup> => {
  const [{ compile }, { parse, View }] = await Promise.all([import('vega-lite'), import('vega')]);
  const view = new View(parse(compile(spec, { config: CONFIG }).spec), { renderer: 'none' });
  try {
    return trusted(await view.toSVG());
  } finally {
    view.finalize();
  }
};
