import { expect } from 'chai';
import { runtimeUnavailable } from '../../../src/models/runtime/errors.ts';

describe('runtime errors', () => {
  it('says what to do when ONNX Runtime cannot be loaded', () => {
    const error = runtimeUnavailable(new Error('libonnxruntime.so.1: cannot open shared object file'));
    expect(error.code).to.equal('RUNTIME_UNAVAILABLE');
    expect(error.reason).to.equal(
      'cannot start ONNX Runtime: libonnxruntime.so.1: cannot open shared object file; install onnxruntime-node for this platform (npm install)',
    );
  });
});
