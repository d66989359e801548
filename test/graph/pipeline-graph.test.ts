import { expect } from 'chai';
import { builtInContext } from '../../src/config/check-files.ts';
import { loadPipeline } from '../../src/config/check-pipeline.ts';
import { pipelinePath, shippedPipelines } from '../../src/config/shipped.ts';
import { graphLayout, smoothPath } from '../../src/graph/graph-layout.ts';
import { graphSvg } from '../../src/graph/graph-svg.ts';
import { mermaidText } from '../../src/graph/mermaid-text.ts';
import { type PipelineGraph, pipelineGraph, withoutImplied } from '../../src/graph/pipeline-graph.ts';
import { toyPipeline } from '../support/toy-pipeline.ts';

const idle = () => {};

/** a -> b -> c, a -> c, c to a table. */
const toyGraph = (): PipelineGraph => {
  const { pipeline } = toyPipeline(
    `steps:
  - a: { to: [custom.x, custom.y] }
  - b: { from: [custom.x], to: [custom.w] }
  - c: { from: [custom.w, custom.y], to: [custom.z] }
outputs:
  - table: { entry: custom.z }
`,
    { a: idle, b: idle, c: idle },
  );
  return pipelineGraph(pipeline);
};

const shipped = async (name: string): Promise<PipelineGraph> => {
  const context = builtInContext({ studies: 'studies', models: 'models', out: 'out' });
  return pipelineGraph((await loadPipeline(pipelinePath(name), context)).pipeline);
};

describe('pipelineGraph', () => {
  it('leads an entry from the step that writes it to each that reads it', () => {
    const edges = toyGraph().edges.map(({ from, to, entries }) => `${from} ${to} ${entries.join('+')}`);
    expect(edges).to.deep.equal([
      'source s1 studies',
      's1 s2 custom.x',
      's2 s3 custom.w',
      's1 s3 custom.y',
      's3 o1 custom.z',
    ]);
  });

  it('knows the edges that a longer way implies, and leaves them out on demand', () => {
    const graph = toyGraph();
    expect(graph.edges.filter(({ implied }) => implied).map(({ from, to }) => from + to)).to.deep.equal(['s1s3']);
    expect(withoutImplied(graph).edges).to.have.length(4);
  });

  it('reaches every node of every shipped pipeline from its source, with and without implied edges', async () => {
    for (const name of shippedPipelines())
      for (const graph of [await shipped(name), withoutImplied(await shipped(name))]) {
        const reached = new Set(['source']);
        for (const { from, to } of graph.edges) if (reached.has(from)) reached.add(to); // edges are in the order of the file
        expect(
          [...graph.nodes.map(({ id }) => id)].filter((id) => !reached.has(id)),
          name,
        ).to.deep.equal([]);
      }
  });
});

describe('mermaidText', () => {
  it('is a flowchart with a node a step and the entries on its edges', () => {
    expect(mermaidText(withoutImplied(toyGraph()))).to.equal(`flowchart TD
  source[("studies")]
  s1["a<br/>x, y"]
  s2["b<br/>w"]
  s3["c<br/>z"]
  o1(["table"])
  source -->|"studies"| s1
  s1 -->|"custom.x"| s2
  s2 -->|"custom.w"| s3
  s3 -->|"custom.z"| o1
`);
  });

  it('lets no name of a plugin be markup', () => {
    const graph = toyGraph();
    const nodes = graph.nodes.map((node) => ({ ...node, name: '"]; click x "javascript:alert(1)"' }));
    expect(mermaidText({ ...graph, nodes, edges: [] }).split('\n')[1]).to.equal(
      '  source[("___ click x _javascript_alert_1__")]',
    );
  });
});

describe('graphLayout', () => {
  const SIZE = { nodeWidth: 100, nodeHeight: 40, gap: 20, layerGap: 30 };

  it('places every node apart from all others and inside, and every reader below what it reads', async () => {
    for (const name of shippedPipelines()) {
      const { nodes, edges, width, height } = graphLayout(withoutImplied(await shipped(name)), SIZE);
      const boxes = new Map(nodes.map((node) => [node.id, node]));
      for (const a of nodes) {
        expect(a.x, a.id).to.be.within(0, width - a.width);
        expect(a.y, a.id).to.be.within(0, height - a.height);
        for (const b of nodes)
          if (a !== b)
            expect(Math.abs(a.x - b.x) >= 100 || Math.abs(a.y - b.y) >= 40, `${a.id} ${b.id}`).to.equal(true);
      }
      for (const { from, to } of edges) expect(boxes.get(to)!.y, `${from} ${to}`).to.be.above(boxes.get(from)!.y + 40);
    }
  });

  it('draws a line from its first point to its last', () => {
    const path = smoothPath([
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 50, y: 20 },
    ]);
    expect(path).to.match(/^M0 0L.*L50 20$/);
    expect(path).to.not.contain('NaN');
  });
});

describe('graphSvg', () => {
  it('is a picture of all nodes and edges that needs nothing else', () => {
    const svg = graphSvg(withoutImplied(toyGraph()));
    expect(svg.match(/<rect/g)).to.have.length(5);
    expect(svg.match(/<path class="edge"/g)).to.have.length(4);
    expect(svg).to.match(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).to.not.match(/<script|href=|url\((?!#)/);
  });
});
