import { expect } from 'chai';
import fc from 'fast-check';
import { compareIds } from '../../../src/domain/compare-ids.ts';
import { type JournalLine, journalIndex } from '../../../src/run/journal/journal-index.ts';

const lines = fc.record({
  offset: fc.nat(2 ** 45),
  length: fc.nat(2 ** 31),
  failed: fc.boolean(),
  input: fc.oneof(fc.stringMatching(/^[0-9a-f]{16}$/), fc.string()),
  version: fc.nat(500),
});
const id = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^\d{1,20}$/),
  fc.constantFrom('7', '07', '007', 'a/1'),
);

/** What the index is measured against. */
const inOrder = (map: ReadonlyMap<string, JournalLine>) => [...map].sort(([a], [b]) => compareIds(a, b));

describe('journalIndex', () => {
  it('holds what a map of strings and objects would, in natural order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(id, lines), { maxLength: 200 }), (entries) => {
        const index = journalIndex();
        const map = new Map<string, JournalLine>();
        for (const [name, line] of entries) {
          index.set(name, line);
          map.set(name, line);
        }
        expect(index.size()).to.equal(map.size);
        expect([...index.inOrder()]).to.deep.equal(inOrder(map));
        for (const [name, line] of map) expect(index.get(name)).to.deep.equal(line);
        expect(index.get('never there')).to.equal(undefined);
      }),
    );
  });

  it('grows, keeping everything, and notices what is added after it was put in order', () => {
    const index = journalIndex();
    const line = (offset: number): JournalLine => ({
      offset,
      length: offset + 1,
      failed: offset % 3 === 0,
      input: offset.toString(16).padStart(16, '0'),
      version: 0,
    });
    for (let i = 0; i < 5000; i++) {
      index.set(`study ${i * 7919}`, line(i));
      if (i === 2500) expect([...index.inOrder()]).to.have.length(2501);
    }
    for (let i = 0; i < 5000; i++) expect(index.get(`study ${i * 7919}`)).to.deep.equal(line(i));
    expect([...index.inOrder()].map(([, { offset }]) => offset)).to.deep.equal([...Array(5000).keys()]);
  });

  it('keeps 100,000 studies in less than 10 MB, in natural order', () => {
    const count = 100_000; // "npm run bench -- scale" does it with a million
    const index = journalIndex();
    for (let i = 0; i < count; i++) {
      const number = (i * 611_953) % count; // every number once, in no order
      index.set(String(10_000_000 + number), {
        offset: number * 4000,
        length: 4000,
        failed: false,
        input: number.toString(16).padStart(16, '0'),
        version: 0,
      });
    }
    expect(index.size()).to.equal(count);
    expect(index.bytes()).to.be.below(10e6);
    let expected = 0;
    for (const [, { offset }] of index.inOrder())
      if (offset !== 4000 * expected++) expect.fail(`out of order at ${expected}`);
    expect(expected).to.equal(count);
  });
});
