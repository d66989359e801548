import { graphLayout, type PlacedEdge, type PlacedNode, smoothPath } from '../../graph/graph-layout.ts';
import type { PipelineGraph } from '../../graph/pipeline-graph.ts';
import { html, type Markup } from '../../report/html.ts';

const SIZE = { nodeWidth: 178, nodeHeight: 62, gap: 12, layerGap: 28 };
const INSET = 10;
const CHIP = { width: 26, height: 18 };

/** Description of a node, for its label and the script. */
const nodeWords = ({ kind, name, writes, models }: PlacedNode | PipelineGraph['nodes'][number]): string =>
  [
    kind === 'operator' && writes.length > 0 ? `${name}, writes ${writes.join(', ')}` : `${kind} ${name}`,
    models.length > 0 ? `model ${models.join(', ')}` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');

const chip = (name: string, x: number, y: number): Markup =>
  html`<g class="${name}" hidden><rect x="${x - CHIP.width / 2}" y="${y - CHIP.height / 2}" width="${CHIP.width}" height="${CHIP.height}" rx="9"/><text x="${x}" y="${y + 4}" text-anchor="middle"></text></g>`;

const nodeMarkup = (node: PlacedNode, index: number): Markup => {
  const { id, kind, name, writes, step, x, y, width, height } = node;
  const bar =
    kind === 'operator'
      ? html`<rect class="track" x="${x + INSET}" y="${y + height - 8}" width="${width - 2 * INSET}" height="3" rx="1.5"/><rect class="share" x="${x + INSET}" y="${y + height - 8}" width="0" height="3" rx="1.5"/>`
      : undefined;
  return html`<g class="node ${kind}" id="node-${id}" data-step="${step ?? ''}" data-words="${nodeWords(node)}" role="listitem" tabindex="${index === 0 ? 0 : -1}" aria-label="${nodeWords(node)}">
<rect class="ring" x="${x - 3}" y="${y - 3}" width="${width + 6}" height="${height + 6}" rx="10"/><rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="${kind === 'operator' ? 8 : 20}"/>
<text class="name" x="${x + INSET + (kind === 'operator' ? 0 : 6)}" y="${y + 19}">${name}</text><text x="${x + INSET + (kind === 'operator' ? 0 : 6)}" y="${y + 34}">${kind === 'operator' ? writes.join(', ').slice(0, 28) : kind}</text>
<text class="figures" x="${x + INSET + (kind === 'operator' ? 0 : 6)}" y="${y + 49}"></text>${bar}${chip('badge', x + width - 20, y + 4)}</g>
`;
};

const edgeMarkup = ({ points }: PlacedEdge, index: number): Markup =>
  html`<path class="edge" id="edge-${index}" d="${smoothPath(points)}" marker-end="url(#tip)"/>`;

/** Position of an edge's label: the middle of its own segment where the edge spans several layers, else half way between its ends. */
const carriedMarkup = ({ points }: PlacedEdge, index: number): Markup => {
  const half = points.length / 2;
  const [a, b] = [points[Math.ceil(half) - 1] ?? { x: 0, y: 0 }, points[Math.floor(half)] ?? { x: 0, y: 0 }];
  return html`<g id="carried-${index}">${chip('carried', (a.x + b.x) / 2, (a.y + b.y) / 2)}</g>`;
};

/** The static drawing of the pipeline; the script fills in its figures. */
export const pipelineGraphMarkup = (graph: PipelineGraph): Markup => {
  const { width, height, nodes, edges } = graphLayout(graph, SIZE);
  return html`<svg class="graph" viewBox="0 0 ${width} ${height}" role="list" aria-label="Steps of the pipeline" style="max-width:${width}px">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6.5" markerHeight="6.5" orient="auto" markerUnits="userSpaceOnUse"><path class="tip" d="M0 0L8 4L0 8z"/></marker><marker id="tip-busy" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path class="tip busy" d="M0 0L8 4L0 8z"/></marker></defs>
<g aria-hidden="true">${edges.map(edgeMarkup)}</g>
${nodes.map(nodeMarkup)}<g aria-hidden="true">${edges.map(carriedMarkup)}</g></svg>`;
};
