import { expect } from 'chai';
import { grouped } from '../../src/domain/grouped.ts';

describe('grouped', () => {
  it('keeps the order of first items, and that of the items of a group', () => {
    expect([...grouped([5, 2, 3, 8, 1], (n) => n % 2 === 0)]).to.deep.equal([
      [false, [5, 3, 1]],
      [true, [2, 8]],
    ]);
    expect(grouped([], String).size).to.equal(0);
  });
});
