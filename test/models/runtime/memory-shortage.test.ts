import { expect } from 'chai';
import { memoryShortageOf } from '../../../src/models/runtime/memory-shortage.ts';

describe('memoryShortageOf', () => {
  it('knows the words of every engine, and how much was asked for where they say it', () => {
    const shortages: readonly (readonly [string, number | undefined])[] = [
      ['std::bad_alloc', undefined],
      ['Array buffer allocation failed', undefined],
      ['Failed to allocate memory for requested buffer of size 1048576', 1_048_576],
      ['OOM when allocating tensor with shape[2,3,4] and type float', 96],
      ['memory access out of bounds', undefined],
      ['CUDA failure 2: out of memory', undefined],
      ['CUBLAS_STATUS_ALLOC_FAILED', undefined],
      ['vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY', undefined],
    ];
    for (const [message, bytes] of shortages) expect(memoryShortageOf(new Error(message)), message).to.eql({ bytes });
  });

  it('looks at causes too', () => {
    expect(memoryShortageOf(new Error('a call failed', { cause: new Error('std::bad_alloc') }))).to.eql({
      bytes: undefined,
    });
  });

  it('takes no other error for one', () => {
    expect(memoryShortageOf(new Error('no such file'))).to.equal(undefined);
    expect(memoryShortageOf('std::bad_alloc')).to.equal(undefined);
  });
});
