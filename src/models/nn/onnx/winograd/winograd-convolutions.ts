import { withoutUnused } from '../bound-graph.ts';
import type { OnnxGraph } from '../graph.ts';
import { graphIndex } from '../graph-index.ts';
import { chosenConvolutions } from './chosen-convolutions.ts';
import { phaseWriter } from './phase-writer.ts';

/** Elementwise operators, which are the same on maps and on phases of maps. */
const ELEMENTWISE = new Set(['Relu', 'Add']);

/**
 * A bound graph whose large 3 x 3 convolutions take half the multiplications, by Winograd's filter F(4, 3) along columns of pixels. The results are those of
 * the graph but for rounding: about three times that of a plain convolution. Chains of such convolutions, ReLUs and sums stay in phases, so that only
 * their ends are converted. Batch norms after the convolutions are folded into them. For CPUs; see docs/decisions/0023-winograd-convolutions.md.
 */
export const winogradConvolutions = (graph: OnnxGraph): OnnxGraph => {
  const index = graphIndex(graph);
  const chosen = chosenConvolutions(graph, index);
  if (chosen.length === 0) return graph;
  const convolutions = new Map(chosen.map((convolution) => [convolution.node, convolution]));
  const norms = new Set(chosen.map(({ norm }) => norm));
  const writer = phaseWriter(graph);
  for (const node of graph.nodes) {
    const convolution = convolutions.get(node);
    if (convolution !== undefined) writer.convolution(convolution);
    else if (!norms.has(node) && !(ELEMENTWISE.has(node.operator) && writer.onPhases(node))) writer.onMaps(node);
  }
  for (const name of [...graph.outputs.map((output) => output.name), ...(graph.observed ?? [])]) writer.toMaps(name);
  return withoutUnused({ ...graph, nodes: writer.nodes, constants: [...graph.constants, ...writer.constants()] });
};
