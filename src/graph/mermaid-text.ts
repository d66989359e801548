import type { GraphNode, NodeKind, PipelineGraph } from './pipeline-graph.ts';

/** Ends of a node's shape: a cylinder, a box, a box with round ends. */
const SHAPES: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  source: ['[(', ')]'],
  operator: ['[', ']'],
  output: ['([', '])'],
};

/** Names are words; anything else would be markup to Mermaid. */
const quoted = (text: string): string => `"${text.replaceAll(/[^\w ,./+<>-]/g, '_')}"`;

const nodeLine = ({ id, kind, name, writes }: GraphNode): string => {
  const [open, close] = SHAPES[kind];
  return `  ${id}${open}${quoted([name, writes.join(', ')].filter((line) => line !== '').join('<br/>'))}${close}`;
};

/** A flowchart in the language of Mermaid, which GitHub, GitLab and most editors of Markdown draw. */
export const mermaidText = ({ nodes, edges }: PipelineGraph): string =>
  [
    'flowchart TD',
    ...nodes.map(nodeLine),
    ...edges.map(({ from, to, entries }) => `  ${from} -->|${quoted(entries.join(', '))}| ${to}`),
    '',
  ].join('\n');
