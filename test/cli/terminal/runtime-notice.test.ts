import { expect } from 'chai';
import { runtimeNotice } from '../../../src/cli/terminal/runtime-notice.ts';

const cpu = { backend: 'onnx', provider: 'cpu', device: 'some processor', skipped: [] };
const skipped = [{ backend: 'webgpu', reason: 'it finds no adapter' }];

describe('runtimeNotice', () => {
  it('says nothing of the CPU where nothing else was tried', () => {
    expect(runtimeNotice(cpu)).to.equal(undefined);
  });

  it('names provider and device', () => {
    expect(runtimeNotice({ ...cpu, provider: 'cuda', device: 'NVIDIA A10' })).to.equal(
      'computing with onnx on cuda (NVIDIA A10)',
    );
    expect(runtimeNotice({ backend: 'wasm', skipped: [] })).to.equal('computing with wasm');
  });

  it('warns of a fallback, with the reason', () => {
    expect(runtimeNotice({ ...cpu, skipped, fallback: true })).to.equal(
      'warning: no GPU can be used; computing with onnx on cpu (some processor); not webgpu: it finds no adapter',
    );
  });
});
