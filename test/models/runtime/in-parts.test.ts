import { expect } from 'chai';
import { inParts } from '../../../src/models/runtime/in-parts.ts';
import type { Tensors } from '../../../src/models/runtime/runtime.ts';

describe('inParts', () => {
  const asked: number[] = [];
  const doubled = async ({ x }: Tensors): Promise<Tensors> => {
    asked.push(x!.shape[0]!);
    return { y: { shape: x!.shape, data: x!.data.map((value) => 2 * value) } };
  };
  const rows = (count: number) => ({
    x: { shape: [count, 2], data: Float32Array.from({ length: 2 * count }, (_, i) => i) },
  });

  beforeEach(() => {
    asked.length = 0;
  });

  it('gives the rows of a batch in order, some at a time', async () => {
    const { y } = await inParts(doubled, 2)(rows(5));
    expect(asked).to.eql([2, 2, 1]);
    expect(y).to.eql({ shape: [5, 2], data: Float32Array.from({ length: 10 }, (_, i) => 2 * i) });
  });

  it('hands a batch that is small enough on as it is', async () => {
    const given = rows(2);
    await inParts(async (inputs) => {
      expect(inputs).to.equal(given);
      return doubled(inputs);
    }, 2)(given);
    expect(asked).to.eql([2]);
  });
});
