import { expect } from 'chai';
import fc from 'fast-check';
import {
  addedCounts,
  type Basis,
  basisCounts,
  basisOfRegions,
  mergedBasis,
  NO_GRADES,
  UNKNOWN_BASIS,
  withDoubts,
} from '../../src/domain/basis.ts';

const seen = { blank: false };
const blank = (absent?: string) => ({ blank: true, ...(absent !== undefined && { absent }) });

const bases: fc.Arbitrary<Basis> = fc.record({
  seen: fc.constantFrom('all' as const, 'some' as const, 'none' as const, 'unknown' as const),
  doubtful: fc.boolean(),
  reasons: fc.uniqueArray(fc.constantFrom('A', 'B', 'C')).map((codes) => codes.sort()),
});

describe('what a grade rests on', () => {
  it('tells all, some and no regions apart, with the reasons of the blank ones', () => {
    expect(basisOfRegions([seen, seen])).to.deep.equal({ seen: 'all', doubtful: false, reasons: [] });
    expect(basisOfRegions([seen, blank('SERIES_MISSING'), blank('SERIES_MISSING')])).to.deep.equal({
      seen: 'some',
      doubtful: false,
      reasons: ['SERIES_MISSING'],
    });
    expect(basisOfRegions([blank('B_CODE'), blank('A_CODE')])).to.deep.include({
      seen: 'none',
      reasons: ['A_CODE', 'B_CODE'],
    });
  });

  it('has a reason for a blank region that gives none', () => {
    expect(basisOfRegions([blank()]).reasons).to.deep.equal(['REGION_BLANK']);
  });

  it('says nothing where no region is known', () => {
    expect(basisOfRegions([]).seen).to.equal('unknown');
    expect(mergedBasis([])).to.deep.equal(UNKNOWN_BASIS);
  });

  it('of a mean is what its members rest on together, unknown where one does not say', () => {
    const [all, none] = [basisOfRegions([seen]), basisOfRegions([blank('X')])];
    expect(mergedBasis([all, all])).to.deep.equal(all);
    expect(mergedBasis([none, none])).to.deep.equal(none);
    expect(mergedBasis([all, none])).to.deep.equal({ seen: 'some', doubtful: false, reasons: ['X'] });
    expect(mergedBasis([all, undefined]).seen).to.equal('unknown');
  });

  it('can be merged in any order and any grouping', () => {
    fc.assert(
      fc.property(bases, bases, bases, (a, b, c) => {
        const whole = mergedBasis([a, b, c]);
        expect(mergedBasis([c, a, b])).to.deep.equal(whole);
        expect(mergedBasis([mergedBasis([a, b]), c])).to.deep.equal(whole);
        expect(mergedBasis([a, a])).to.deep.equal(mergedBasis([a]));
      }),
    );
  });

  it('is doubtful only where something was seen', () => {
    expect(withDoubts(basisOfRegions([seen]), ['B', 'A', 'B'])).to.deep.equal({
      seen: 'all',
      doubtful: true,
      reasons: ['A', 'B'],
    });
    const none = basisOfRegions([blank('X')]);
    expect(withDoubts(none, ['A'])).to.equal(none);
    expect(withDoubts(none, [])).to.equal(none);
    expect(withDoubts(UNKNOWN_BASIS, ['A'])).to.include({ seen: 'unknown', doubtful: true });
  });

  it('is counted, each grade once by what was seen', () => {
    fc.assert(
      fc.property(fc.array(fc.option(bases, { nil: undefined })), (all) => {
        const counts = basisCounts(all.map((basis) => ({ basis })));
        expect(counts.seen + counts.partly + counts.notSeen + counts.unknown).to.equal(all.length);
        expect(counts.doubtful).to.equal(all.filter((basis) => basis?.doubtful).length);
        expect(addedCounts(counts, NO_GRADES)).to.deep.equal(counts);
      }),
    );
  });
});
