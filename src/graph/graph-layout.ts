import { Graph, layout } from '@dagrejs/dagre';
import type { GraphEdge, GraphNode, PipelineGraph } from './pipeline-graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its box; x and y are the upper left corner. */
export interface PlacedNode extends GraphNode, Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge extends GraphEdge {
  /** Line from the lower side of one box to the upper side of the other. */
  readonly points: readonly Point[];
}

export interface LayoutOptions {
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  /** Gaps between nodes of a layer, and between layers. */
  readonly gap: number;
  readonly layerGap: number;
}

const MARGIN = 8;

/** The middle of a node's lower or upper side, and a point beyond it, so that lines leave and enter vertically. */
const end = ({ x = 0, y = 0 }: Partial<Point>, offset: number, { layerGap }: LayoutOptions): readonly Point[] => [
  { x, y: y + offset },
  { x, y: y + offset + Math.sign(offset) * (layerGap / 3) },
];

/** Lays out a graph in layers from top to bottom, deterministically. */
export const graphLayout = (graph: PipelineGraph, o: LayoutOptions) => {
  const { nodeWidth: width, nodeHeight: height } = o;
  const drawn = new Graph();
  drawn.setGraph({ rankdir: 'TB', nodesep: o.gap, ranksep: o.layerGap, marginx: MARGIN, marginy: MARGIN });
  for (const { id } of graph.nodes) drawn.setNode(id, { width, height });
  for (const { from, to } of graph.edges) drawn.setEdge(from, to, {});
  layout(drawn);
  const { width: wholeWidth = 0, height: wholeHeight = 0 } = drawn.graph();
  return {
    width: Math.ceil(wholeWidth),
    height: Math.ceil(wholeHeight),
    nodes: graph.nodes.map((node): PlacedNode => {
      const { x = 0, y = 0 } = drawn.node(node.id);
      return { ...node, x: x - width / 2, y: y - height / 2, width, height };
    }),
    edges: graph.edges.map((edge): PlacedEdge => {
      const [from, to] = [drawn.node(edge.from), drawn.node(edge.to)];
      const through = (drawn.edge(edge.from, edge.to).points ?? []).slice(1, -1);
      const between = through.length > 1 ? through : []; // an edge between neighbouring layers needs no control points
      return { ...edge, points: [...end(from, height / 2, o), ...between, ...end(to, -height / 2, o).toReversed()] };
    }),
  };
};

const short = (value: number): string => String(Math.round(10 * value) / 10);

const at = (...points: readonly Point[]): string => points.map(({ x, y }) => `${short(x)} ${short(y)}`).join(' ');

/** Weighted mean of points; the weights sum to 6. */
const mixed = (...parts: readonly (readonly [weight: number, point: Point])[]): Point => ({
  x: parts.reduce((sum, [weight, { x }]) => sum + (weight * x) / 6, 0),
  y: parts.reduce((sum, [weight, { y }]) => sum + (weight * y) / 6, 0),
});

/** A smooth line (uniform B-spline) from the first point to the last, with the others as control points. */
export const smoothPath = (points: readonly Point[]): string => {
  const [first, second] = points;
  const last = points.at(-1);
  if (first === undefined || second === undefined || last === undefined) return '';
  const parts = [`M${at(first)}`, `L${at(mixed([5, first], [1, second]))}`];
  for (let i = 1; i < points.length; i++) {
    const [before, here] = [points[i - 1]!, points[i]!];
    const next = points[i + 1] ?? here;
    parts.push(
      `C${at(mixed([4, before], [2, here]), mixed([2, before], [4, here]), mixed([1, before], [4, here], [1, next]))}`,
    );
  }
  return [...parts, `L${at(last)}`].join('');
};
