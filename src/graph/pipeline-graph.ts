import type { BoundOutput } from '../core/define-output.ts';
import type { EntryName } from '../core/entries.ts';
import type { Pipeline, Step } from '../core/pipeline.ts';

export type NodeKind = 'source' | 'operator' | 'output';

/** A source, a step or an output of a pipeline. */
export interface GraphNode {
  /** A word, unique in its graph. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** Last parts of the entries that it writes, in order, each once. */
  readonly writes: readonly string[];
  readonly models: readonly string[];
  /** Index among the steps; undefined for sources and outputs. */
  readonly step?: number;
}

/** Data flow from one node to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Names of entries; `studies` from a source. */
  readonly entries: readonly string[];
  /** Whether a longer path connects the same nodes. */
  readonly implied: boolean;
}

export interface PipelineGraph {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const SOURCE = 'source';
const STUDIES = 'studies';

const stepId = (index: number): string => `s${index + 1}`;
const outputId = (index: number): string => `o${index + 1}`;

/** `sagt2` of `keypoints.sagt2`, `slices` of `slices`. */
const lastPart = (entry: string): string => entry.slice(entry.indexOf('.') + 1);

const operatorNode = ({ operator: { name, writes, models } }: Step, step: number): GraphNode => ({
  ...{ id: stepId(step), kind: 'operator', name, models, step },
  writes: [...new Set(writes.map(lastPart))],
});

const outputNode = ({ name }: BoundOutput, index: number): GraphNode => ({
  ...{ id: outputId(index), kind: 'output', name, writes: [], models: [] },
});

type Edge = Omit<GraphEdge, 'implied'>;

/** Edges to a node that reads entries, one from each writer; from the source or the last step for a node that reads nothing. */
const edgesTo = (
  to: string,
  reads: readonly EntryName[],
  { writers, otherwise }: { readonly writers: ReadonlyMap<EntryName, string>; readonly otherwise: Edge },
): readonly Edge[] => {
  const byWriter = new Map<string, string[]>();
  for (const entry of reads) {
    const from = writers.get(entry);
    if (from !== undefined) byWriter.set(from, [...(byWriter.get(from) ?? []), entry]);
  }
  return byWriter.size === 0 ? [{ ...otherwise, to }] : [...byWriter].map(([from, entries]) => ({ from, to, entries }));
};

const allEdges = ({ steps, outputs }: Pipeline): readonly Edge[] => {
  const writers = new Map<EntryName, string>();
  const begin = { from: SOURCE, to: '', entries: [STUDIES] };
  const edges = steps.flatMap(({ operator }, index) => {
    const found = edgesTo(stepId(index), operator.reads, { writers, otherwise: begin });
    for (const entry of operator.writes) writers.set(entry, stepId(index));
    return found;
  });
  const end = { from: stepId(steps.length - 1), to: '', entries: [STUDIES] };
  return [
    ...edges,
    ...outputs.flatMap(({ reads }, index) => edgesTo(outputId(index), reads, { writers, otherwise: end })),
  ];
};

/** Marks edges that a path of several others implies. Edges only run forward, so the search terminates. */
const withImplied = (edges: readonly Edge[]): readonly GraphEdge[] => {
  const following = new Map<string, string[]>();
  for (const { from, to } of edges) following.set(from, [...(following.get(from) ?? []), to]);
  const reached = new Map<string, ReadonlySet<string>>();
  const reachedFrom = (id: string): ReadonlySet<string> => {
    const known = reached.get(id);
    if (known !== undefined) return known;
    const found = new Set((following.get(id) ?? []).flatMap((next) => [next, ...reachedFrom(next)]));
    reached.set(id, found);
    return found;
  };
  return edges.map((edge) => ({
    ...edge,
    implied: (following.get(edge.from) ?? []).some((next) => next !== edge.to && reachedFrom(next).has(edge.to)),
  }));
};

/** Builds the graph of a pipeline from the declared inputs and outputs of its source, steps and outputs. */
export const pipelineGraph = (pipeline: Pipeline): PipelineGraph => ({
  name: pipeline.name,
  nodes: [
    { id: SOURCE, kind: 'source', name: pipeline.source?.name ?? STUDIES, writes: [], models: [] },
    ...pipeline.steps.map(operatorNode),
    ...pipeline.outputs.map(outputNode),
  ],
  edges: withImplied(allEdges(pipeline)),
});

/** Transitive reduction: the fewest edges with the same order of nodes. */
export const withoutImplied = (graph: PipelineGraph): PipelineGraph => ({
  ...graph,
  edges: graph.edges.filter(({ implied }) => !implied),
});
