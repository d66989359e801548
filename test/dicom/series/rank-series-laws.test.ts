import { expect } from 'chai';
import fc from 'fast-check';
import { rankSeries } from '../../../src/dicom/series/rank-series.ts';
import type { RankedStudy } from '../../../src/dicom/series/ranked-study.ts';
import type { IndexedSeries } from '../../../src/domain/indexed.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';
import { SERIES_KINDS } from '../../../src/domain/vocabulary.ts';
import { indexedSeries } from '../../support/indexed-series.ts';

const TEXTS = ['SAG T2', 'AX T2', 'SAG T1', 'STIR', 'T2 C-SPINE', 'AX T2 FS', 'T2 dixon_W', 'PD', '', 'LWS', 'T2 GRE'];
const TIMES = [
  { repetitionMs: 3500, echoMs: 100 },
  { repetitionMs: 600, echoMs: 10 },
  { repetitionMs: 4000, echoMs: 50, inversionMs: 160 },
];
const TYPES = [['ORIGINAL', 'PRIMARY', 'M'], ['DERIVED', 'PRIMARY', 'WATER'], ['DERIVED', 'SECONDARY', 'MPR'], []];

const header: fc.Arbitrary<Partial<SliceHeader>> = fc.record({
  seriesDescription: fc.constantFrom(...TEXTS),
  imageType: fc.constantFrom(...TYPES),
  frameOfReferenceUid: fc.constantFrom('1', '2', undefined),
  acquiredAt: fc.constantFrom(undefined, '20240315100000', '20240315101000'),
  seriesNumber: fc.constantFrom(undefined, 1, 2, 3),
  bodyPart: fc.constantFrom(undefined, 'LSPINE', 'CSPINE'),
});

const series = (place: number): fc.Arbitrary<IndexedSeries> =>
  fc
    .record({
      plane: fc.constantFrom('sagittal', 'sagittal', 'axial', 'axial', 'coronal'),
      slices: fc.integer({ min: 1, max: 7 }),
      z: fc.constantFrom(0, 0, 20, -300, 250),
      times: fc.constantFrom(...TIMES),
      header,
    })
    .map(({ plane, slices, z, times, header: given }) =>
      indexedSeries({
        id: `s${place}`,
        plane,
        slices,
        centreMm: { x: 0, y: 0, z },
        header: { ...times, ...given },
      }),
    );

const study: fc.Arbitrary<readonly IndexedSeries[]> = fc
  .integer({ min: 0, max: 7 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, place) => series(place))));

const shuffled = <T>(values: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.shuffledSubarray([...values], { minLength: values.length });

const idOf = ({ series: { id } }: { readonly series: IndexedSeries }) => id;
/** A ranking without the slices, whose order it keeps. */
const summary = ({ candidates, chosen, refused, warnings }: RankedStudy) => ({
  candidates: SERIES_KINDS.map((kind) =>
    candidates[kind].map(({ series: { id }, by, score, reasons }) => ({ id, by, score, reasons })),
  ),
  chosen: chosen.map(idOf),
  refused: refused.map(({ series: { id }, code, reason }) => ({ id, code, reason })),
  warnings,
});

const moved = (all: readonly IndexedSeries[], mm: number): readonly IndexedSeries[] =>
  all.map((one) => ({
    ...one,
    slices: one.slices.map((slice) => {
      const { positionMm } = slice.header;
      const there = positionMm && { x: positionMm.x + mm, y: positionMm.y - mm, z: positionMm.z + mm };
      return { ...slice, header: { ...slice.header, positionMm: there } };
    }),
  }));

describe('laws of rankSeries', function () {
  this.timeout(120_000);

  it('the order of series and of slices changes nothing', () => {
    const pair = study.chain((all) =>
      fc.tuple(
        fc.constant(all),
        shuffled(all).chain((order) =>
          fc.tuple(...order.map((one) => shuffled(one.slices).map((slices) => ({ ...one, slices })))),
        ),
      ),
    );
    fc.assert(
      fc.property(pair, ([all, other]) => {
        expect(summary(rankSeries(other))).to.deep.equal(summary(rankSeries(all)));
      }),
      { numRuns: 300 },
    );
  });

  it('where the patient lies in the scanner changes nothing', () => {
    fc.assert(
      fc.property(study, fc.integer({ min: -500, max: 500 }), (all, mm) => {
        expect(summary(rankSeries(moved(all, mm)))).to.deep.equal(summary(rankSeries(all)));
      }),
    );
  });

  it('a series that cannot be graded changes nothing but the list of those refused', () => {
    const useless = indexedSeries({ id: 'a-coronal', plane: 'coronal', header: { seriesDescription: 'COR T2' } });
    fc.assert(
      fc.property(study, (all) => {
        const { refused, ...rest } = summary(rankSeries([useless, ...all]));
        const { refused: before, ...expected } = summary(rankSeries(all));
        expect(rest).to.deep.equal(expected);
        expect(refused).to.have.lengthOf(before.length + 1);
      }),
    );
  });

  it('every series is a candidate or refused, the best sagittal ones are chosen, every axial one is chosen or refused', () => {
    fc.assert(
      fc.property(study, (all) => {
        const { candidates, chosen, refused, warnings } = rankSeries(all);
        const ranked = SERIES_KINDS.flatMap((kind) => candidates[kind].map(idOf));
        const out = refused.map(idOf);
        expect(new Set(ranked)).to.have.property('size', ranked.length);
        expect(new Set(out)).to.have.property('size', out.length);
        expect(new Set([...ranked, ...out])).to.have.property('size', all.length);
        for (const one of chosen) expect(out).to.not.include(idOf(one));
        for (const kind of ['Sagittal T2/STIR', 'Sagittal T1'] as const)
          expect(chosen.filter((one) => one.kind === kind)).to.deep.equal(candidates[kind].slice(0, 1));
        for (const one of candidates['Axial T2'])
          expect(chosen.includes(one) !== out.includes(idOf(one))).to.equal(true);
        for (const kind of SERIES_KINDS) {
          const scores = candidates[kind].map(({ score }) => score);
          expect(scores).to.deep.equal(scores.toSorted((a, b) => b - a));
        }
        expect(new Set(warnings.map(({ code }) => code))).to.have.property('size', warnings.length);
      }),
      { numRuns: 300 },
    );
  });
});
