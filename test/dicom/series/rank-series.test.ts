import { expect } from 'chai';
import { rankSeries } from '../../../src/dicom/series/rank-series.ts';
import type { Candidate } from '../../../src/dicom/series/ranked-study.ts';
import type { IndexedSeries } from '../../../src/domain/indexed.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';
import { indexedSeries, type SeriesGiven } from '../../support/indexed-series.ts';

const T2 = { seriesDescription: 'SAG T2', repetitionMs: 3500, echoMs: 100 };
const T1 = { seriesDescription: 'SAG T1', repetitionMs: 600, echoMs: 10 };
const AXIAL_T2 = { seriesDescription: 'AX T2', repetitionMs: 4000, echoMs: 100 };

type Given = Partial<SeriesGiven> & { readonly header?: Partial<SliceHeader> };
const t2 = (id: string, given: Given = {}): IndexedSeries =>
  indexedSeries({ plane: 'sagittal', ...given, id, header: { ...T2, ...given.header } });
const t1 = (id: string, given: Given = {}): IndexedSeries =>
  indexedSeries({ plane: 'sagittal', ...given, id, header: { ...T1, ...given.header } });
const axial = (id: string, given: Given = {}): IndexedSeries =>
  indexedSeries({ plane: 'axial', slices: 30, gapMm: 5, ...given, id, header: { ...AXIAL_T2, ...given.header } });

const at = (z: number) => ({ x: 0, y: 0, z });
const idsOf = (candidates: readonly Candidate[]) => candidates.map(({ series }) => series.id);
const chosenOf = (...all: readonly IndexedSeries[]) => idsOf(rankSeries(all).chosen);
const refusedOf = (...all: readonly IndexedSeries[]) =>
  Object.fromEntries(rankSeries(all).refused.map(({ series, code }) => [series.id, code]));
const codesOf = (...all: readonly IndexedSeries[]) => rankSeries(all).warnings.map(({ code }) => code);
const pointsOf = ({ reasons }: Candidate) => Object.fromEntries(reasons.map(({ code, points }) => [code, points]));

describe('rankSeries', () => {
  it('takes the one series of each kind of an ordinary study, and has nothing to say about it', () => {
    const { candidates, chosen, refused, warnings } = rankSeries([axial('c'), t1('b'), t2('a')]);
    expect(chosen.map(({ kind, series }) => [kind, series.id])).to.deep.equal([
      ['Sagittal T2/STIR', 'a'],
      ['Sagittal T1', 'b'],
      ['Axial T2', 'c'],
    ]);
    expect(chosen[0]).to.equal(candidates['Sagittal T2/STIR'][0]);
    expect(refused).to.deep.equal([]);
    expect(warnings).to.deep.equal([]);
    expect(pointsOf(chosen[0]!)).to.deep.equal({ ORIGINAL: 15, OVERLAPS_AXIAL: 20, COVERAGE: 20 });
    expect(chosen[0]).to.include({ score: 55, by: 'sagittal by ImageOrientationPatient, T2 by SeriesDescription' });
  });

  it('makes the score the sum of the reasons', () => {
    const { candidates } = rankSeries([t2('a'), t2('b', { header: { acquiredAt: '2' } }), t1('c'), axial('d')]);
    for (const { score, reasons } of Object.values(candidates).flat())
      expect(score).to.be.closeTo(
        reasons.reduce((sum, { points }) => sum + points, 0),
        1e-9,
      );
  });

  it('has an empty ranking for a study in which nothing can be graded', () => {
    const { candidates, chosen, refused, warnings } = rankSeries([indexedSeries({ id: 'a', plane: 'coronal' })]);
    expect({ candidates, chosen, warnings }).to.deep.equal({
      candidates: { 'Sagittal T2/STIR': [], 'Sagittal T1': [], 'Axial T2': [] },
      chosen: [],
      warnings: [],
    });
    expect(refused.map(({ code }) => code)).to.deep.equal(['SERIES_KIND_UNGRADED']);
    expect(rankSeries([]).chosen).to.deep.equal([]);
  });

  it('refuses a series that does not say where it lies', () => {
    expect(refusedOf(t2('a', { header: { positionMm: undefined } }))).to.deep.equal({ a: 'SERIES_GEOMETRY_MISSING' });
  });

  it('takes the slices without diffusion gradients for a part of the diffusion series', () => {
    const weighted = axial('dti/2', { header: { seriesUid: 'dti', diffusionBValue: 800 } });
    const unweighted = axial('dti', { header: { seriesUid: 'dti', diffusionBValue: 0 } });
    expect(refusedOf(weighted, unweighted)).to.deep.equal({ dti: 'SERIES_DIFFUSION', 'dti/2': 'SERIES_DIFFUSION' });
    // Philips writes a b value of 0 into every image.
    expect(chosenOf(axial('a', { header: { diffusionBValue: 0 } }))).to.deep.equal(['a']);
  });

  describe('prefers of two sagittal series', () => {
    /** The better one has the identifier and the series number that would lose a tie. */
    const better = (one: Given, other: Given, ...more: readonly IndexedSeries[]) => {
      const series = (id: string, given: Given, seriesNumber: number) =>
        t2(id, { ...given, header: { seriesNumber, ...given.header } });
      return chosenOf(series('z-good', one, 1), series('a-bad', other, 2), ...more)[0];
    };
    const type = (...imageType: readonly string[]): Given => ({ header: { imageType } });
    const text = (seriesDescription: string): Given => ({ header: { seriesDescription } });

    const CASES: Readonly<Record<string, readonly [Given, Given]>> = {
      'the whole one to one that was broken off, even if that was later': [
        { header: { acquiredAt: '20240315101500' } },
        { slices: 5, header: { acquiredAt: '20240315102000' } },
      ],
      'the original to a derived one': [{}, type('DERIVED', 'PRIMARY', 'M')],
      'an original to one that does not say': [{}, type()],
      'one that was acquired to one that was cut from another': [
        type('DERIVED', 'PRIMARY', 'M'),
        type('DERIVED', 'SECONDARY', 'MPR'),
      ],
      'one block to a composed one': [{}, text('MobiView T2 SAG')],
      'a lumbar field to one of the whole spine': [{}, { fieldMm: 700 }],
      'usual slices to the many thin ones of a three-dimensional series': [{}, { slices: 64, gapMm: 1 }],
      'the one that names the lumbar spine': [{ header: { bodyPart: 'LSPINE' } }, {}],
      'the one that names no other region': [{}, text('SAG T2 C-SPINE')],
      'in-phase to water': [text('t2_dixon_sag_in'), text('t2_dixon_sag_W')],
      'water to opposed phase': [text('t2_dixon_sag_W'), text('t2_dixon_sag_opp')],
      'T2 to STIR': [{}, text('SAG STIR')],
      'T2 to T2 without fat': [{}, text('SAG T2 FS')],
      'T2 without fat to STIR': [text('SAG T2 SPAIR'), text('SAG STIR')],
      'a series without contrast agent': [{}, text('SAG T2 +C')],
      'an ordinary series to one taken in one shot': [{}, text('SAG T2 HASTE')],
      'the corrected to the distorted one': [
        type('ORIGINAL', 'PRIMARY', 'M', 'NORM', 'DIS2D'),
        type('ORIGINAL', 'PRIMARY', 'M', 'NORM', 'ND'),
      ],
      'one whose description does not name another plane': [{}, text('AX T2')],
      'the later of two repeats': [
        { header: { acquiredAt: '20240315102000' } },
        { header: { acquiredAt: '20240315101500' } },
      ],
    };
    for (const [what, [one, other]] of Object.entries(CASES))
      it(what, () => {
        expect(better(one, other)).to.equal('z-good');
      });

    it('the one that the axial slices cross', () => {
      expect(better({}, { centreMm: at(-400) }, axial('ax'))).to.equal('z-good');
    });

    it('the one in the frame of reference of the axial slices', () => {
      expect(better({}, { header: { frameOfReferenceUid: '9' } }, axial('ax'))).to.equal('z-good');
    });

    it('the lowest block of a whole-spine examination', () => {
      expect(better({ centreMm: at(-250) }, { centreMm: at(0) })).to.equal('z-good');
      const { candidates } = rankSeries([
        t2('neck', { centreMm: at(500) }),
        t2('chest', { centreMm: at(250) }),
        t2('back'),
      ]);
      expect(idsOf(candidates['Sagittal T2/STIR'])[0]).to.equal('back');
    });

    it('that belongs to the axial series of the lumbar spine, however many others show the neck', () => {
      const neck = [1, 2, 3, 4, 5].map((place) =>
        axial(`neck${place}`, { slices: 4, centreMm: at(350 + 20 * place), header: { bodyPart: 'CSPINE' } }),
      );
      expect(better({}, { centreMm: at(400) }, ...neck, axial('back', { slices: 5 }))).to.equal('z-good');
      expect(better({ centreMm: at(400) }, {}, ...neck)).to.equal('z-good');
    });

    it('the one that was begun later', () => {
      const begun = (id: string, times: readonly string[]) => {
        const series = t2(id, { slices: times.length });
        return {
          ...series,
          slices: series.slices.map((slice, place) => ({
            ...slice,
            header: { ...slice.header, acquiredAt: times[place] },
          })),
        };
      };
      const [early, late] = [begun('b-early', ['1000', '1005', '1009']), begun('a-late', ['1006', '1002', '1003'])];
      expect(chosenOf(early, late)).to.deep.equal(['a-late']);
    });
  });

  it('takes the plain of several T1 series', () => {
    const fat = t1('fat', { header: { seriesDescription: 't1_dixon_sag_F' } });
    const after = t1('after', { header: { seriesDescription: 'SAG T1 FS POST', acquiredAt: '2' } });
    expect(chosenOf(after, t1('plain', { header: { acquiredAt: '1' } }), fat)).to.deep.equal(['plain']);
  });

  it('takes the T1 series of the block that was chosen', () => {
    const neck = { centreMm: at(350) };
    // Numbers and times speak for the neck.
    const study = [t2('t2'), t1('t1'), t1('t1-neck', { ...neck, header: { acquiredAt: '2', seriesNumber: 9 } })];
    expect(chosenOf(...study)).to.deep.equal(['t2', 't1']);
  });

  it('uses a T1 series in another frame of reference, which is not projected, and says so among the reasons', () => {
    const { chosen, warnings } = rankSeries([t2('a'), t1('b', { header: { frameOfReferenceUid: '9' } })]);
    expect(idsOf(chosen)).to.deep.equal(['a', 'b']);
    expect(pointsOf(chosen[1]!)).to.include({ OTHER_FRAME: -10, OVERLAPS_SAGITTAL: 0 });
    expect(warnings).to.deep.equal([]);
  });
});

describe('axial series', () => {
  it('are all used where they show different places, as blocks in series of their own do', () => {
    const blocks = [-60, -20, 20, 60].map((z, place) => axial(`${place}`, { slices: 5, gapMm: 4, centreMm: at(z) }));
    const { chosen, refused, warnings } = rankSeries([t2('t2'), ...blocks]);
    expect(idsOf(chosen)).to.have.members(['t2', '0', '1', '2', '3']);
    expect({ refused, warnings }).to.deep.equal({ refused: [], warnings: [] });
  });

  it('are left out where better ones show the same planes, whether one or several', () => {
    const fatless = axial('fs', { header: { seriesDescription: 'AX T2 FS' } });
    expect(refusedOf(t2('t2'), axial('whole'), fatless)).to.deep.equal({ fs: 'SERIES_REPEATED' });
    expect(chosenOf(t2('t2'), axial('whole'), fatless)).to.deep.equal(['t2', 'whole']);
    const halves = [-40, 40].map((z) => axial(`${z}`, { slices: 16, centreMm: at(z) }));
    const derived = axial('mpr', { slices: 32, header: { imageType: ['DERIVED', 'SECONDARY', 'MPR'] } });
    expect(refusedOf(t2('t2'), ...halves, derived)).to.deep.equal({ mpr: 'SERIES_REPEATED' });
  });

  it('are used where every fourth slice or more is new, or lies beside the planes', () => {
    const whole = axial('whole', { slices: 9 });
    expect(refusedOf(t2('t2'), whole, axial('longer', { slices: 12, centreMm: at(22.5) }))).to.deep.equal({});
    expect(refusedOf(t2('t2'), whole, axial('between', { slices: 8, header: { seriesNumber: 4 } }))).to.deep.equal({});
    expect(
      refusedOf(t2('t2'), whole, axial('shifted', { slices: 9, centreMm: at(0.4), header: { imageType: [] } })),
    ).to.deep.equal({ shifted: 'SERIES_REPEATED' });
  });

  it('are left out where a later repeat lies a millimetre beside them', () => {
    const first = axial('first', { slices: 9, header: { acquiredAt: '1' } });
    const again = axial('again', { slices: 9, centreMm: at(1), header: { acquiredAt: '2' } });
    expect(refusedOf(t2('t2'), first, again)).to.deep.equal({ first: 'SERIES_REPEATED' });
  });

  it('are left out between the slices of a series that is better in what it says of itself', () => {
    const whole = axial('whole', { slices: 9 });
    const between = { slices: 8, header: { seriesDescription: 'AX T2 FS', seriesNumber: 4 } };
    expect(refusedOf(t2('t2'), whole, axial('fs', between))).to.deep.equal({ fs: 'SERIES_REPEATED' });
  });

  it('are not graded beside those that are much better, even where they show other places', () => {
    const whole = axial('whole', { slices: 9 });
    const derived = { slices: 8, centreMm: at(33), header: { imageType: ['DERIVED', 'SECONDARY', 'MPR'] } };
    expect(refusedOf(t2('t2'), whole, axial('mpr', derived))).to.deep.equal({ mpr: 'SERIES_OUTRANKED' });
    const fatless = { ...derived, header: { seriesDescription: 'AX T2 FS' } };
    expect(refusedOf(t2('t2'), whole, axial('fs', fatless))).to.deep.equal({});
    expect(refusedOf(t2('t2'), axial('mpr', derived))).to.deep.equal({});
  });

  it('counts a contrast agent that an attribute names', () => {
    const { candidates } = rankSeries([t1('plain'), t1('later', { header: { contrastAgent: true, acquiredAt: '2' } })]);
    expect(candidates['Sagittal T1'].map(({ series }) => series.id)).to.deep.equal(['plain', 'later']);
  });

  it('are refused in another frame of reference, with a warning that says what is lost', () => {
    const moved = { header: { frameOfReferenceUid: '9' } };
    const one = rankSeries([t2('t2'), axial('here'), axial('moved', moved)]);
    expect(idsOf(one.chosen)).to.deep.equal(['t2', 'here']);
    expect(one.refused.map(({ code }) => code)).to.deep.equal(['SERIES_FRAME_OF_REFERENCE']);
    expect(one.warnings).to.have.lengthOf(1);
    expect(one.warnings[0]).to.include({ code: 'SERIES_FRAME_OF_REFERENCE', seriesId: 'moved' });
    expect(one.warnings[0]!.message).to.match(/they are left out$/);

    const none = rankSeries([t2('t2'), axial('moved', moved)]);
    expect(idsOf(none.chosen)).to.deep.equal(['t2']);
    expect(none.warnings.map(({ message }) => message)).to.deep.equal([
      '1 axial series (moved) and Sagittal T2/STIR (t2) differ in frame of reference (FrameOfReferenceUID), ' +
        'as after the patient moved: no axial keypoints can be placed, and none are graded',
    ]);
  });

  it('may lack a FrameOfReferenceUID', () => {
    const unknown = { header: { frameOfReferenceUid: undefined } };
    expect(chosenOf(t2('t2'), axial('a', unknown))).to.deep.equal(['t2', 'a']);
    expect(chosenOf(t2('t2', unknown), axial('a'))).to.deep.equal(['t2', 'a']);
  });

  it('are left out where they cross nothing of the sagittal series that others cross', () => {
    const neck = axial('neck', { centreMm: at(400) });
    expect(refusedOf(t2('t2'), axial('back'), neck)).to.deep.equal({ neck: 'SERIES_ELSEWHERE' });
  });

  it('are chosen without a sagittal series too', () => {
    expect(chosenOf(axial('a'), axial('b', { header: { frameOfReferenceUid: '9', imageType: [] } }))).to.deep.equal([
      'a',
    ]);
  });
});

describe('warnings of a ranking', () => {
  const contradicted = [
    t2('a', { header: { seriesDescription: 'SAG T1' } }),
    t1('b', { header: { seriesDescription: 'SAG T2' } }),
  ];

  it('name swapped descriptions once', () => {
    const { warnings } = rankSeries(contradicted);
    expect(warnings).to.have.lengthOf(1);
    expect(warnings[0]!.code).to.equal('SERIES_DESCRIPTION_CONTRADICTED');
    expect(warnings[0]!.seriesId).to.equal(undefined);
    expect(warnings[0]!.message).to.include('Sagittal T2/STIR (a): SeriesDescription names it T1, but EchoTime 100 ms');
    expect(warnings[0]!.message).to.include('Sagittal T1 (b): SeriesDescription names it T2, but EchoTime 10 ms');
  });

  it('name a region that is not the lumbar spine, by label and by place', () => {
    const labelled = t2('a', { header: { seriesDescription: 'SAG T2 CERVICAL', bodyPart: 'CSPINE' } });
    const { warnings } = rankSeries([labelled, t1('b'), axial('c')]);
    expect(warnings).to.deep.equal([
      {
        code: 'SERIES_REGION',
        seriesId: 'a',
        message:
          'region in doubt, graded as lumbar spine: Sagittal T2/STIR (a): SeriesDescription names the cervical spine; ' +
          'check the study, or name its series in a descriptions file',
      },
    ]);
    const apart = rankSeries([t2('a', { header: { bodyPart: 'LSPINE' } }), axial('c', { centreMm: at(-400) })]);
    expect(apart.warnings.map(({ code }) => code)).to.deep.equal(['SERIES_REGION']);
    expect(apart.warnings[0]!.message).to.include('no axial slice crosses it');
    expect(idsOf(apart.chosen)).to.deep.equal(['a', 'c']);
  });

  it('name a tie, which the higher series number decides', () => {
    const numbered = (id: string, seriesNumber: number) =>
      t2(id, { header: { seriesNumber, echoMs: 100 + seriesNumber } });
    const { chosen, warnings } = rankSeries([numbered('a', 5), numbered('b', 7)]);
    expect(idsOf(chosen)).to.deep.equal(['b']);
    expect(warnings.map(({ code, seriesId }) => [code, seriesId])).to.deep.equal([['SERIES_TIE', 'b']]);
    expect(warnings[0]!.message).to.include('b) was taken and a left out');
  });

  it('name a tie of axial series of the same places', () => {
    expect(codesOf(t2('t2'), axial('a', { header: { echoMs: 90 } }), axial('b'))).to.deep.equal(['SERIES_TIE']);
  });

  it('do not call it a tie where the same images were sent twice', () => {
    const taken = (acquiredAt: string) => ({ header: { acquiredAt } });
    const again = [t2('a2', taken('1')), t1('b2', taken('2')), axial('c2', taken('3'))];
    const study = [t2('a', taken('1')), t1('b', taken('2')), axial('c', taken('3'))];
    expect(codesOf(...study, ...again)).to.deep.equal([]);
    expect(refusedOf(...study, ...again)).to.deep.equal({
      a2: 'SERIES_REPEATED',
      b2: 'SERIES_REPEATED',
      c2: 'SERIES_REPEATED',
    });
    const later = t2('a2', { header: { acquiredAt: '2' } });
    expect(refusedOf(t2('a', { header: { acquiredAt: '1' } }), later)).to.deep.equal({});
  });

  it('call it a tie where no time tells a repeat from a copy', () => {
    expect(codesOf(t1('b'), t1('b2'), axial('c'))).to.deep.equal(['SERIES_TIE']);
    const overwritten = { header: { acquiredAt: '20000101000000' } };
    expect(codesOf(t1('b', overwritten), t1('b2', overwritten), axial('c', overwritten))).to.deep.equal(['SERIES_TIE']);
  });

  it('say what is unusual about a series that no better one replaces', () => {
    const after = t1('after', { header: { contrastAgent: true } });
    expect(codesOf(t2('t2'), after)).to.deep.equal(['SERIES_UNUSUAL']);
    expect(codesOf(t2('t2'), after, t1('plain'))).to.deep.equal([]);
    const agent = { header: { contrastAgent: true } }; // in every series once it is entered, and T2 hardly changes
    expect(codesOf(t2('t2', agent), axial('axial', agent))).to.deep.equal([]);
    const thin = t2('thin', { header: { sliceThicknessMm: 1 } });
    expect(rankSeries([thin]).warnings[0]!.message).to.include('thinner than usual');
    expect(codesOf(t2('fs', { header: { seriesDescription: 'SAG T2 FS' } }))).to.deep.equal([]);
  });

  it('are silent about ordinary examinations', () => {
    const named = (seriesDescription: string, header: Partial<SliceHeader> = {}) => ({
      header: { seriesDescription, ...header },
    });
    const after = { contrastAgent: true };
    const examinations: Readonly<Record<string, readonly IndexedSeries[]>> = {
      'T1 before and after a contrast agent, T2 after it': [
        t2('1', named('T2 TSE SAG')),
        t1('2', named('T1 TSE SAG')),
        t1('3', named('T1 TSE SAG FS KM', after)),
        axial('4', named('T2 TSE TRA', after)),
      ],
      'a HASTE localizer first': [t2('1', named('HASTE SAG LOC')), t2('2', named('T2 TSE SAG')), t1('3'), axial('4')],
      'STIR next to T2': [t2('1'), t2('2', named('SAG STIR', { inversionMs: 160 })), t1('3'), axial('4')],
      'dates set to one day, without times': [
        t2('1', named('SAG T2', { acquiredAt: '20000101' })),
        t1('2', named('SAG T1', { acquiredAt: '20000101' })),
        axial('3', named('AX T2', { acquiredAt: '20000101' })),
      ],
    };
    for (const [name, series] of Object.entries(examinations)) expect(codesOf(...series), name).to.deep.equal([]);
  });

  it('name another region that only the study is described as', () => {
    const neck = { header: { studyDescription: 'MRI CERVICAL SPINE' } };
    expect(codesOf(t2('t2', neck))).to.deep.equal(['SERIES_REGION']);
    expect(codesOf(t2('t2', { header: { ...neck.header, bodyPart: 'LSPINE' } }))).to.deep.equal([]);
    expect(codesOf(t2('t2', { header: { studyDescription: 'MRI CERVICAL AND LUMBAR SPINE' } }))).to.deep.equal([]);
  });

  it('name series of different days', () => {
    const on = (acquiredAt: string) => ({ header: { acquiredAt } });
    expect(codesOf(t2('t2', on('20240315100000')), t1('t1', on('20190520100000')))).to.deep.equal([
      'SERIES_OF_TWO_DAYS',
    ]);
    expect(codesOf(t2('t2', on('20240315235000')), t1('t1', on('20240316001000')))).to.deep.equal([]);
  });

  it('pass on nothing of what people typed', () => {
    const secret = { seriesDescription: 'SAG T2 CERVICAL Doe^Jane', protocolName: 'SECRET', bodyPart: 'CSPINE' };
    const ranked = rankSeries([t2('a', { header: secret }), axial('b', { header: { seriesDescription: 'Doe^Jane' } })]);
    const { warnings, refused, chosen } = ranked;
    const said = JSON.stringify([
      warnings,
      refused.map(({ reason }) => reason),
      chosen.map(({ by, reasons }) => [by, reasons]),
    ]);
    expect(said).to.not.match(/Doe|SECRET/);
  });
});
