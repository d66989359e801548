import { html, type Markup, trusted } from '../report/html.ts';
import { graphLayout, type PlacedEdge, type PlacedNode, smoothPath } from './graph-layout.ts';
import type { PipelineGraph } from './pipeline-graph.ts';

const SIZE = { nodeWidth: 176, nodeHeight: 46, gap: 26, layerGap: 34 };

/** Light or dark by the reader's preference. Without CSS variables, which not all SVG viewers support. */
const STYLE = `
svg{background:#fff;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
.box{fill:#fff;stroke:#8a97a5}.source .box{fill:#e8f0fb;stroke:#155fb8}.output .box{fill:#e9f3ee;stroke:#4c8068}
.name{fill:#14181d;font-size:13px;font-weight:600}.writes{fill:#586370;font-size:11px}
.edge{fill:none;stroke:#9aa7b4;stroke-width:1.5}.edge.implied{stroke-dasharray:3 4}.tip{fill:#9aa7b4}
@media (prefers-color-scheme:dark){
svg{background:#0e1114}.box{fill:#171b20;stroke:#4a5663}.source .box{fill:#1c2b3d;stroke:#7ab8ff}.output .box{fill:#1b2b25;stroke:#6fae93}
.name{fill:#e7eaed}.writes{fill:#9aa5b0}.edge{stroke:#5a6774}.tip{fill:#5a6774}}
`;

const RADIUS = { source: 12, operator: 6, output: 23 } as const;

/** Maximum characters per line in a box. */
const FITTING = 27;
const fitted = (text: string): string => (text.length > FITTING ? `${text.slice(0, FITTING - 1)}…` : text);

const nodeMarkup = ({ kind, name, writes, models, x, y, width, height }: PlacedNode): Markup => {
  const below = fitted(writes.join(', '));
  const middle = x + width / 2;
  const title = [name, models.length > 0 ? `models: ${models.join(', ')}` : '', writes.join(', ')].filter(Boolean);
  return html`<g class="${kind}"><title>${title.join('\n')}</title><rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="${RADIUS[kind]}"/><text class="name" x="${middle}" y="${y + (below === '' ? 28 : 20)}" text-anchor="middle">${name}</text>${
    below === ''
      ? undefined
      : html`<text class="writes" x="${middle}" y="${y + 36}" text-anchor="middle">${below}</text>`
  }</g>
`;
};

const edgeMarkup = ({ entries, implied, points }: PlacedEdge): Markup =>
  html`<path class="edge${implied ? ' implied' : ''}" d="${smoothPath(points)}" marker-end="url(#tip)"><title>${entries.join(', ')}</title></path>
`;

/** A self-contained SVG of a pipeline: no scripts, fonts or requests. */
export const graphSvg = (graph: PipelineGraph): string => {
  const { width, height, nodes, edges } = graphLayout(graph, SIZE);
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Pipeline ${graph.name}: ${nodes.length} nodes">
<style>${trusted(STYLE)}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
${edges.map(edgeMarkup)}${nodes.map(nodeMarkup)}</svg>
`.markup;
};
