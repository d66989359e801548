import type { GraphNode, NodeKind, PipelineGraph } from './pipeline-graph.ts';

/** Delimiters of a node's shape: a cylinder, a box, a rounded box. */
const SHAPES: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  source: ['[(', ')]'],
  operator: ['[', ']'],
  output: ['([', '])'],
};

/** Replaces characters that Mermaid would take for markup. */
const quoted = (text: string): string => `"${text.replaceAll(/[^\w ,./+<>-]/g, '_')}"`;

const nodeLine = ({ id, kind, name, writes }: GraphNode): string => {
  const [open, close] = SHAPES[kind];
  return `  ${id}${open}${quoted([name, writes.join(', ')].filter((line) => line !== '').join('<br/>'))}${close}`;
};

/** A flowchart in Mermaid's language, which GitHub, GitLab and most Markdown editors render. */
export const mermaidText = ({ nodes, edges }: PipelineGraph): string =>
  [
    'flowchart TD',
    ...nodes.map(nodeLine),
    ...edges.map(({ from, to, entries }) => `  ${from} -->|${quoted(entries.join(', '))}| ${to}`),
    '',
  ].join('\n');
