import { expect } from 'chai';
import fc from 'fast-check';
import { createRng } from '../../../src/domain/seeded-rng.ts';
import { nestedParts, throughParts } from '../../../src/evaluation/metrics/nested-parts.ts';

describe('nestedParts', () => {
  it('makes parts of the same size or one apart, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2, max: 6 }), fc.nat(), (count, parts, seed) => {
        const partOf = nestedParts(count, parts, createRng(seed));
        const sizes = Array.from({ length: parts }, (_, part) => partOf.filter((one) => one === part).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).to.be.at.most(1);
        expect(sizes.reduce((a, b) => a + b, 0)).to.equal(count);
        expect(nestedParts(count, parts, createRng(seed))).to.eql(partOf);
      }),
    );
  });
});

describe('throughParts', () => {
  it('never shows a part to what is applied to it', () => {
    const items = ['a', 'b', 'c', 'd', 'e'];
    const { fitted, results } = throughParts(items, [0, 1, 0, 1, 2], {
      learn: (others) => others.join(''),
      apply: (item, seen) => seen.includes(item),
    });
    expect(fitted).to.eql(['bde', 'ace', 'abcd']);
    expect(results).to.eql([false, false, false, false, false]);
  });
});
