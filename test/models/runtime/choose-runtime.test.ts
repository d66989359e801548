import { expect } from 'chai';
import { parseBackend, startRuntime } from '../../../src/models/runtime/choose-runtime.ts';
import { rejectionOf, thrownBy } from '../../support/thrown-by.ts';

describe('startRuntime', () => {
  for (const [backend, library] of [
    ['onnx', /^onnxruntime-node 1\.\d+\.\d+$/],
    ['wasm', /^@tensorflow\/tfjs-core 4\.\d+\.\d+$/],
  ] as const)
    it(`says for a run's record what computes (${backend})`, async () => {
      const { runtime, choice } = await startRuntime({ backend });
      await runtime.close();
      expect([choice.backend, choice.skipped]).to.eql([backend, []]);
      expect(choice.library).to.match(library);
    });
});

describe('startRuntime on a device', () => {
  it("names provider and processor for a run's record", async () => {
    const { runtime, choice } = await startRuntime({ device: 'cpu', threads: 1 });
    await runtime.close();
    expect(choice.provider).to.equal('cpu');
    expect(choice.device).to.match(/\S/);
    expect(choice).not.to.have.property('fallback');
  });

  it('refuses a provider that cannot be used, and a device for TensorFlow.js', async () => {
    const elsewhere = process.platform === 'win32' ? 'coreml' : 'dml';
    expect((await rejectionOf(startRuntime({ device: elsewhere }))).code).to.equal('RUNTIME_DEVICE_UNAVAILABLE');
    const error = await rejectionOf(startRuntime({ backend: 'wasm', device: 'gpu' }));
    expect(error.message).to.contain('device gpu is for ONNX Runtime, but the backend is wasm');
  });
});

describe('parseBackend', () => {
  it('refuses a backend that there is not, and names those that there are', () => {
    expect(thrownBy(() => parseBackend('cuda')).message).to.match(
      /unknown backend "cuda"; known: .*onnx, tfjs, .*tfjs-node-gpu/,
    );
  });
});
