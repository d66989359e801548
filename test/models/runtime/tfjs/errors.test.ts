import { expect } from 'chai';
import { parseBackend } from '../../../../src/models/runtime/choose-runtime.ts';
import { backendUnknown, memoryFull } from '../../../../src/models/runtime/tfjs/errors.ts';
import { thrownBy } from '../../../support/thrown-by.ts';

describe('errors of the TensorFlow.js runtime', () => {
  it('guess what an unknown backend was meant to be', () => {
    const { code, reason } = backendUnknown('wsam', ['onnx', 'wasm']);
    expect(code).to.equal('RUNTIME_BACKEND_UNKNOWN');
    expect(reason).to.equal('unknown backend "wsam"; did you mean "wasm"? (known: onnx, wasm)');
    expect(thrownBy(() => parseBackend('web-gpu')).reason).to.match(/did you mean "webgpu"/);
    expect(parseBackend('tfjs-node')).to.equal('tfjs-node');
  });

  it('say which model does not fit, how much it needs and what to lower', () => {
    const { code, reason } = memoryFull('global fold 3', {
      bytes: 2 ** 29,
      usedBytes: 3 * 2 ** 30,
      limitBytes: 3.2 * 2 ** 30,
    });
    expect(code).to.equal('RUNTIME_MEMORY_FULL');
    expect(reason).to.equal(
      'model global fold 3 needs 0.5 GB, but WebAssembly already uses 3.0 GB of 3.2 GB; ' +
        'keep fewer models in memory, or use another backend or ONNX Runtime',
    );
  });
});
