import { expect } from 'chai';
import fc from 'fast-check';
import type { Warning } from '../../src/domain/study.ts';
import { LEVELS, SIDES } from '../../src/domain/vocabulary.ts';
import { nameOfWarnedSite, warningCauses } from '../../src/domain/warning-cause.ts';

const warnings: fc.Arbitrary<Warning> = fc.record({
  code: fc.constantFrom('A', 'B'),
  message: fc.constantFrom('x', 'y'),
  seriesId: fc.constantFrom(undefined, '1'),
  site: fc.option(fc.record({ level: fc.constantFrom(...LEVELS), side: fc.constantFrom(undefined, ...SIDES) }), {
    nil: undefined,
  }),
  slice: fc.constantFrom(undefined, '1.dcm'),
});

describe('warningCauses', () => {
  it('puts warnings together that differ in site or slice only', () => {
    const away = (level: (typeof LEVELS)[number]): Warning => ({ code: 'AWAY', message: 'away', site: { level } });
    expect(warningCauses([away('l1_l2'), { code: 'ODD', message: 'odd' }, away('l2_l3'), away('l1_l2')])).to.deep.equal(
      [
        {
          code: 'AWAY',
          message: 'away',
          seriesId: undefined,
          sites: [{ level: 'l1_l2' }, { level: 'l2_l3' }],
          count: 2,
        },
        { code: 'ODD', message: 'odd', seriesId: undefined, sites: [], count: 1 },
      ],
    );
  });

  it('counts warnings where none names a site', () => {
    const odd = { code: 'ODD', message: 'odd' };
    expect(warningCauses([odd, odd, odd])[0]).to.deep.include({ sites: [], count: 3 });
  });

  it('keeps series, codes and messages apart', () => {
    const one = { code: 'A', message: 'x', seriesId: '1' };
    const others = [
      { ...one, code: 'B' },
      { ...one, message: 'y' },
      { ...one, seriesId: '2' },
    ];
    expect(warningCauses([one, ...others, one])).to.have.length(4);
  });

  it('loses no site, repeats none, and leaves what is put together as it is', () => {
    fc.assert(
      fc.property(fc.array(warnings), (given) => {
        const causes = warningCauses(given);
        expect(warningCauses(causes)).to.deep.equal(causes);
        const keyOf = (one: { code: string; message: string; seriesId?: string | undefined }, site: string) =>
          [one.code, one.message, one.seriesId, site].join('|');
        const found = causes.flatMap((cause) => cause.sites.map((site) => keyOf(cause, nameOfWarnedSite(site))));
        const named = given
          .map((one) => [one, nameOfWarnedSite({ ...one.site, slice: one.slice })] as const)
          .filter(([, site]) => site !== '')
          .map(([one, site]) => keyOf(one, site));
        expect(new Set(found)).to.deep.equal(new Set(named));
        expect(found).to.have.length(new Set(found).size);
      }),
    );
  });

  it('names sites for tables', () => {
    expect(nameOfWarnedSite({ level: 'l4_l5', side: 'left', slice: '7.dcm' })).to.equal('left l4_l5, slice 7.dcm');
    expect(nameOfWarnedSite({ slice: '7.dcm' })).to.equal('slice 7.dcm');
    expect(nameOfWarnedSite({})).to.equal('');
  });
});
