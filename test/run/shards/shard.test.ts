import { expect } from 'chai';
import fc from 'fast-check';
import { shardOf, wantedBy } from '../../../src/run/shards/shard.ts';

const ids = Array.from({ length: 9000 }, (_, i) => String(1_000_000 + i));

describe('shardOf', () => {
  it('puts every study into exactly one shard', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (id, count) => {
        const wanting = Array.from({ length: count }, (_, index) => wantedBy({ index, count })(id));
        expect(wanting.filter((wants) => wants)).to.have.length(1);
      }),
    );
  });

  it('keeps the studies of one folder together', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w.-]{1,20}$/), fc.stringMatching(/^[0-9a-f]{8}$/), (folder, key) => {
        expect(shardOf(`${folder}/${key}`, 97)).to.equal(shardOf(folder, 97));
      }),
    );
  });

  it('makes shards of much the same size', () => {
    const sizes = [0, 0, 0];
    for (const id of ids) sizes[shardOf(id, 3)]!++;
    for (const size of sizes) expect(size).to.be.within(2800, 3200); // 3000, and 4.5 standard deviations
  });

  it('stays what it was: results of earlier versions are continued with it', () => {
    expect(['1000000', '1000001', '4003253', 'Müller', 'a/b'].map((id) => shardOf(id, 1000))).to.deep.equal(STAYS);
  });
});

/** The first six bytes of SHA-256, modulo 1000: printf %s 1000000 | sha256sum */
const STAYS = [417, 57, 504, 816, 699];
