import { expect } from 'chai';
import { parseBackend, startRuntime } from '../../../src/models/runtime/choose-runtime.ts';
import { thrownBy } from '../../support/thrown-by.ts';

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

describe('parseBackend', () => {
  it('refuses a backend that there is not, and names those that there are', () => {
    expect(thrownBy(() => parseBackend('cuda')).message).to.match(
      /unknown backend "cuda"; known: .*onnx, tfjs, .*tfjs-node-gpu/,
    );
  });
});
