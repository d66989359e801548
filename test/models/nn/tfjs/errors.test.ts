import { expect } from 'chai';
import { SpineError } from '../../../../src/domain/spine-error.ts';
import { explained } from '../../../../src/models/nn/tfjs/errors.ts';

const runtimeError = (message: string): Error => Object.assign(new Error(message), { name: 'RuntimeError' });

describe('errors of the TensorFlow.js interpreter', () => {
  it('say what to lower when WebAssembly has no more memory', () => {
    for (const message of ['Aborted(). Build with -sASSERTIONS for more info.', 'memory access out of bounds']) {
      const error = explained(runtimeError(message));
      if (!(error instanceof SpineError)) throw new Error('it is not explained');
      expect(error.code).to.equal('TFJS_MEMORY_FULL');
      expect(error.reason).to.equal(
        'WebAssembly ran out of memory (its limit is 4 GB); lower batch, microBatch, resolution ' +
          'or the number of models in memory, or use another backend or ONNX Runtime',
      );
    }
  });

  it('leave other errors alone', () => {
    const others = [new Error('Aborted()'), runtimeError('unreachable'), 'a string'];
    for (const other of others) expect(explained(other)).to.equal(other);
  });
});
