import type { SmallHeatmap } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import { markColour } from './palette.ts';

/** Maximum opacity, of 255. */
const GREATEST_ALPHA = 200;

/**
 * Renders the heatmaps of one stack as one picture: each pixel has the colour of its strongest map, with opacity by strength.
 * @returns [rows, columns, red green blue alpha], or undefined if there is no map; skips maps whose size differs from the first
 */
export const heatmapColours = (maps: readonly SmallHeatmap[], view: Site) => {
  const [first] = maps;
  if (first === undefined) return undefined;
  const { rows, columns } = first;
  const rgba = new Uint8Array(4 * rows * columns);
  const strongest = new Uint8Array(rows * columns);
  for (const { site, values, ...size } of maps) {
    if (size.rows !== rows || size.columns !== columns) continue;
    const [red, green, blue] = markColour(view, site);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value <= strongest[i]!) continue;
      strongest[i] = value;
      rgba.set([red, green, blue, Math.round((value * GREATEST_ALPHA) / 255)], 4 * i);
    }
  }
  return { rows, columns, rgba };
};
