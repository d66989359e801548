import { expect } from 'chai';
import fc from 'fast-check';
import { LOCATIONS } from '../../../src/domain/vocabulary.ts';
import { type Comparing, comparedStudy } from '../../../src/evaluation/comparison/compare-study.ts';
import type { Verdict } from '../../../src/report/comparison/compared-study.ts';
import { madeRecord, type Triple } from './records.ts';

const COMPARING: Comparing = { tolerance: 1e-6, distanceMm: async () => 3 };
const [FIRST = '', SECOND = ''] = LOCATIONS;

const compared = (a: Parameters<typeof madeRecord>[1], b: Parameters<typeof madeRecord>[1]) =>
  comparedStudy(madeRecord('1', a), madeRecord('1', b), 'x', COMPARING);

describe('comparedStudy', () => {
  it('finds no difference between a study and itself, nor one within the tolerance', async () => {
    expect(await compared({}, {})).to.equal(undefined);
    expect(await compared({}, { grades: { [FIRST]: [0.7 + 1e-7, 0.2, 0.1 - 1e-7] } })).to.equal(undefined);
  });

  it('says which grades are graver or milder, and by how much a probability changed', async () => {
    const study = await compared(
      { grades: { [FIRST]: [0.6, 0.3, 0.1], [SECOND]: [0.1, 0.1, 0.8] } },
      { grades: { [FIRST]: [0.2, 0.3, 0.5], [SECOND]: [0.1, 0.8, 0.1] } },
    );
    const [first, second, third] = study!.locations;
    expect([first!.verdict, second!.verdict, third!.verdict]).to.deep.equal(['graver', 'milder', 'same']);
    expect(first!.change).to.be.closeTo(0.4, 1e-12);
    expect(second!.change).to.be.closeTo(0.7, 1e-12);
    expect(third!.change).to.equal(0);
  });

  it('compares no probabilities of a location that one of the runs did not see', async () => {
    const study = await compared({ unseen: [FIRST] }, { grades: { [FIRST]: [0, 0, 1] } });
    expect(study!.locations[0]).to.include({ verdict: 'seen-in-b', change: undefined });
    const both = await compared({ unseen: [FIRST] }, { unseen: [FIRST], grades: { [FIRST]: [0, 0, 1] } });
    expect(both).to.equal(undefined);
  });

  it('says of which grades only the confidence differs, and which are referred in one run only', async () => {
    const before = { confidence: { [FIRST]: [0.9, 'no'], [SECOND]: [0.7, 'no'] } } as const;
    expect(await compared(before, { confidence: { ...before.confidence, [FIRST]: [0.9 + 1e-7, 'no'] } })).to.equal(
      undefined,
    );
    expect(await compared(before, {}), 'a run without confidence has none that differs').to.equal(undefined);
    const study = await compared(before, { confidence: { [FIRST]: [0.6, 'yes'], [SECOND]: [0.8, 'no'] } });
    const [first, second, third] = study!.locations;
    expect(study!.locations.map(({ verdict }) => verdict)).to.deep.equal(LOCATIONS.map(() => 'same'));
    expect(first!.confidence?.referredIn).to.equal('b');
    expect(first!.confidence?.probability).to.be.closeTo(-0.3, 1e-12);
    expect(second!.confidence?.referredIn).to.equal(undefined);
    expect(second!.confidence?.probability).to.be.closeTo(0.1, 1e-12);
    expect(third!.confidence).to.equal(undefined);
  });

  it('measures keypoints that moved, and names other instances', async () => {
    const study = await compared({ x: 0.5, instance: 7 }, { x: 0.6, instance: 8 });
    const move = study!.locations[0]!.move!;
    expect(move).to.deep.include({ mm: 3, instances: [7, 8], otherSeries: false });
    expect(move.share).to.be.closeTo(0.1, 1e-12);
  });

  it('counts warnings by code, and tells a failure in one run only', async () => {
    const warning = { code: 'AXIAL_TOO_FAR', message: 'no', seriesId: undefined, sites: [], count: 2 };
    const error = { code: 'SERIES_EMPTY', reason: 'no', where: {}, causes: [] };
    const study = await compared({ more: { warnings: [warning] } }, { more: { tables: {}, error } });
    expect(study!.warnings).to.deep.equal([{ code: 'AXIAL_TOO_FAR', a: 2, b: 0 }]);
    expect(study!.failures).to.deep.equal({ a: undefined, b: 'SERIES_EMPTY' });
    expect(new Set(study!.locations.map(({ verdict }) => verdict))).to.deep.equal(new Set(['graded-in-a']));
  });

  it('says the opposite of the same locations when the runs change places', async () => {
    const opposite: Readonly<Record<Verdict, Verdict>> = {
      ...{ same: 'same', graver: 'milder', milder: 'graver', 'seen-in-a': 'seen-in-b', 'seen-in-b': 'seen-in-a' },
      ...{ 'graded-in-a': 'graded-in-b', 'graded-in-b': 'graded-in-a' },
    };
    const triple = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map(([a, b, c]): Triple => {
      const sum = a + b + c + 3;
      return [(a + 1) / sum, (b + 1) / sum, (c + 1) / sum];
    });
    const side = fc.record({
      grades: fc.dictionary(fc.constantFrom(...LOCATIONS), triple, { maxKeys: 4 }),
      unseen: fc.subarray([...LOCATIONS], { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(side, side, async (a, b) => {
        const [there, back] = [await compared(a, b), await compared(b, a)];
        expect(back?.locations.map(({ verdict, change }) => [verdict, change])).to.deep.equal(
          there?.locations.map(({ verdict, change }) => [opposite[verdict], change]),
        );
      }),
      { numRuns: 50 },
    );
  });
});
