import { expect } from 'chai';
import type { OnnxNode } from '../../../../src/models/nn/onnx/graph.ts';
import { programOptions } from '../../../../src/models/runtime/onnx/program-session.ts';

const nodeOf = (operator: string, ...outputs: readonly string[]): OnnxNode => ({
  ...{ operator, outputs },
  ...{ inputs: ['x'], attributes: {} },
});
const programOf = (...nodes: readonly OnnxNode[]) => ({
  graph: { name: 'g', inputs: [], outputs: [], nodes, parameters: [], constants: [] },
  writes: [{ name: 'weight', output: 'weight:next' }],
});
const parts = Array.from({ length: 8 }, (_, index) => `part ${index}`);

describe('programOptions', () => {
  it('keeps written tensors on the device with WebGPU, and nowhere else', () => {
    const program = programOf(nodeOf('Conv', 'y'));
    expect(programOptions(program, 1, 'webgpu')).to.deep.include({
      executionProviders: ['webgpu', 'cpu'],
      preferredOutputLocation: { 'weight:next': 'gpu-buffer' },
    });
    for (const provider of ['cpu', 'cuda'] as const)
      expect(programOptions(program, 1, provider)).not.to.have.property('preferredOutputLocation');
  });

  it('leaves to the CPU what WebGPU cannot compute: indices of max pooling, and wide splits', () => {
    const nodes = [
      nodeOf('MaxPool', 'pooled', 'places'),
      nodeOf('MaxPool', 'alone'),
      nodeOf('Split', ...parts),
      nodeOf('Split', ...parts.slice(1)),
    ];
    expect(programOptions(programOf(...nodes), 1, 'webgpu').executionProviders).to.eql([
      { name: 'webgpu', forceCpuNodeNames: ['pooled', 'part 0'] },
      'cpu',
    ]);
  });
});
