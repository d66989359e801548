import { expect } from 'chai';
import { heldItems } from '../../../src/training/data/held-items.ts';

describe('heldItems', () => {
  it('gives each item to its ticket, once', () => {
    const items = heldItems<string>();
    const [a, b] = [items.hold('a'), items.hold('b')];
    expect([items.take(b), items.take(a)]).to.eql(['b', 'a']);
    expect(() => items.take(a)).to.throw(`ticket ${a} was taken before`);
  });

  it('tells everybody of the first failure, also those whose item came before', () => {
    const items = heldItems<string>();
    const early = items.hold('a');
    const failed = items.fail(new Error('first'));
    items.fail(new Error('second'));
    for (const ticket of [early, failed]) expect(() => items.take(ticket)).to.throw('first');
  });
});
