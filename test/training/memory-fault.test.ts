import { expect } from 'chai';
import { SpineError } from '../../src/domain/spine-error.ts';
import { memoryExplained } from '../../src/training/memory-fault.ts';

const LOWER = 'lower microBatch, batch or resolution';

const reasonFor = (message: string): string => {
  const error = memoryExplained('step 3', new Error(message));
  if (!(error instanceof SpineError)) throw new Error('it is not explained');
  expect(error.code).to.equal('TRAINING_OUT_OF_MEMORY');
  return error.reason;
};

describe('memoryExplained', () => {
  it('says what ONNX Runtime could not have', () => {
    expect(reasonFor('Failed to allocate memory for requested buffer of size 2097152')).to.equal(
      `step 3 ran out of memory: it needs another 2 MiB; ${LOWER}`,
    );
  });

  it('says what TensorFlow could not have', () => {
    // 4 * 512 * 1024 float32 values are 8 MiB
    expect(reasonFor('OOM when allocating tensor with shape[4,512,1024] and type float on /device:GPU:0')).to.equal(
      `step 3 ran out of memory: it needs another 8 MiB; ${LOWER}`,
    );
  });

  it('says what to lower where it is not known how much was missing', () => {
    for (const message of ['std::bad_alloc', 'WebAssembly ran out of memory (its limit is 4 GB)'])
      expect(reasonFor(message)).to.equal(`step 3 ran out of memory: it needs more than is available; ${LOWER}`);
  });

  it('leaves other errors alone', () => {
    const others = [new Error('the session was released'), 'a string'];
    for (const other of others) expect(memoryExplained('step 3', other)).to.equal(other);
  });
});
