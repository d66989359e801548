import { expect } from 'chai';
import type { SeriesKind } from '../../../src/domain/vocabulary.ts';
import { planSeries } from '../../../src/phantom/acquisition/acquisition.ts';
import type { SeriesPlan } from '../../../src/phantom/acquisition/series-plan.ts';
import { sliceAbout } from '../../../src/phantom/acquisition/slice-plane.ts';
import { discOf, S1 } from '../../../src/phantom/anatomy/anatomy.ts';
import { patientOf } from '../../../src/phantom/anatomy/patient.ts';
import { drawSignals } from '../../../src/phantom/anatomy/tissues.ts';
import { renderSlice, signalPainter } from '../../../src/phantom/painting/render-slice.ts';
import { createRng } from '../../../src/phantom/rng.ts';
import { BUILT_IN_VARIATIONS } from '../../../src/phantom/variations/built-in.ts';
import { coilShading } from '../../../src/phantom/variations/coil-shading.ts';
import type { Change, VariationInfo } from '../../../src/phantom/variations/define-variation.ts';
import { degeneratedDiscs } from '../../../src/phantom/variations/degenerated-discs.ts';
import { fatSuppression } from '../../../src/phantom/variations/fat-suppression.ts';
import { centreOf } from '../../../src/phantom/variations/grid.ts';
import { implants, screwsOf } from '../../../src/phantom/variations/implants.ts';
import { incompleteAxial } from '../../../src/phantom/variations/incomplete-axial.ts';
import { listhesis } from '../../../src/phantom/variations/listhesis.ts';
import { lowField } from '../../../src/phantom/variations/low-field.ts';
import { matrix } from '../../../src/phantom/variations/matrix.ts';
import { motion } from '../../../src/phantom/variations/motion.ts';
import { scoliosis } from '../../../src/phantom/variations/scoliosis.ts';
import { runsOf, sliceGaps } from '../../../src/phantom/variations/slice-gaps.ts';
import { transitionalVertebra } from '../../../src/phantom/variations/transitional-vertebra.ts';
import { wrap } from '../../../src/phantom/variations/wrap.ts';
import { patientWith } from '../anatomy-fixture.ts';

const patient = patientWith({});
const plans = planSeries(createRng(3), patient, { quirks: false });
const planOf = (kind: SeriesKind): SeriesPlan => plans.find((plan) => plan.kind === kind)!;
const [sagittal, axial] = [planOf('Sagittal T2/STIR'), planOf('Axial T2')];

/** The first change, of several seeds, that a series of a kind shows. */
const changeOf = (variation: VariationInfo, shows: (change: Change) => boolean): Change => {
  for (let seed = 0; seed < 40; seed++) {
    const change = variation.draw(createRng(seed), 1);
    if (shows(change)) return change;
  }
  throw new Error(`${variation.name} never changes this`);
};

const coarse = (plan: SeriesPlan) => {
  const middle = plan.slices[plan.slices.length >> 1]!.geometry;
  return sliceAbout(centreOf(middle), { rows: 60, columns: 60, xSpacingMm: 3.6, ySpacingMm: 3.6 }, middle);
};

/** A coarse picture of the middle slice, without and with a change. */
const pictures = (plan: SeriesPlan, change: Change) => {
  const geometry = coarse(plan);
  const paint = signalPainter(patient, drawSignals(createRng(9), plan.contrast));
  const render = (of: typeof geometry) => renderSlice(patient, paint, { geometry: of, thicknessMm: plan.thicknessMm });
  const before = render(geometry);
  return { geometry, before, after: change.image!(before, { geometry, plan, patient, render }) };
};
const differs = (a: Float32Array, b: Float32Array): boolean => a.some((value, i) => value !== b[i]);
const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('variations', () => {
  it('have names, sentences and shares; the sum of shares is a few a study', () => {
    for (const { name, summary, share } of BUILT_IN_VARIATIONS) {
      expect(name).to.match(/^[a-z-]+$/);
      expect(summary).to.match(/^[A-Z].*\.$/);
      expect(share).to.be.within(0.05, 0.6);
    }
    expect(new Set(BUILT_IN_VARIATIONS.map(({ name }) => name)).size).to.equal(BUILT_IN_VARIATIONS.length);
  });

  it('are pure: what is given stays as it was, and the same chances give the same', () => {
    const given = structuredClone(patient.anatomy);
    for (const { draw } of BUILT_IN_VARIATIONS) {
      const [first, second] = [draw(createRng(4), 0.7), draw(createRng(4), 0.7)];
      expect(first.anatomy?.(patient.anatomy)).to.deep.equal(second.anatomy?.(patient.anatomy));
      expect(first.series?.(axial, patient)).to.deep.equal(second.series?.(axial, patient));
      if (first.image === undefined) continue;
      const { before, after } = pictures(sagittal, first);
      expect(pictures(sagittal, second).after).to.deep.equal(after);
      expect(pictures(sagittal, { image: (signal) => signal }).before).to.deep.equal(before);
    }
    expect(patient.anatomy).to.deep.equal(given);
  });

  it('scoliosis bends the midline aside by more than a sagittal slice is thick', () => {
    const bent = patientOf(scoliosis.draw(createRng(2), 1).anatomy!(patient.anatomy), createRng(5));
    const reach = (each: typeof patient) => Math.max(...each.midlinesMm) - Math.min(...each.midlinesMm);
    expect(reach(bent)).to.be.above(reach(patient) + 8);
  });

  it('listhesis moves what lies above one disc forward, and nothing else of the column', () => {
    const change = changeOf(listhesis, (each) => Math.max(...each.anatomy!(patient.anatomy).slipsMm!) > 5);
    const slipped = patientOf(change.anatomy!(patient.anatomy), createRng(5));
    const at = slipped.anatomy.slipsMm!.findIndex((slip) => slip > 0);
    const { discs } = slipped.layout;
    const forwardMm = (each: typeof patient, sMm: number): number =>
      each.curve.toPatient({ lateralMm: 0, sMm, depthMm: 0 }).y;
    const step = (each: typeof patient) =>
      forwardMm(each, discs[at]!.middleMm + 5) - forwardMm(each, discs[at]!.middleMm - 5);
    const slip = slipped.anatomy.slipsMm![at]!;
    expect(step(patient) - step(slipped)).to.be.within(0.8 * slip, 1.02 * slip);
    expect(slipped.layout).to.deep.equal(patient.layout);
  });

  it('degenerated discs are darker, lower and bulge more, and what is narrow stays so', () => {
    const { discs } = degeneratedDiscs.draw(createRng(1), 1).anatomy!(patient.anatomy);
    const changed = discs.flatMap((disc, i) =>
      disc === patient.anatomy.discs[i] ? [] : [[disc, patient.anatomy.discs[i]!] as const],
    );
    expect(changed.length).to.be.within(1, 5);
    for (const [disc, was] of changed) {
      expect(disc.hydration).to.be.below(was.hydration);
      expect(disc.heightMm).to.be.below(0.9 * was.heightMm);
      expect(disc.bulgeMm).to.be.above(was.bulgeMm);
      expect([disc.canal, disc.foramen, disc.recess]).to.deep.equal([was.canal, was.foramen, was.recess]);
    }
  });

  it('transitional vertebrae: a remnant of L5/S1, or a disc below S1', () => {
    const of = (count: number) =>
      changeOf(transitionalVertebra, (each) => each.anatomy!(patient.anatomy).freeLumbar === count).anatomy!(
        patient.anatomy,
      );
    expect(of(4).discs[discOf('l5_s1')]!.heightMm).to.be.below(5);
    expect(of(6).discs[S1]!.heightMm).to.be.above(5);
    expect(of(6).discs[discOf('l5_s1')]).to.deep.equal(patient.anatomy.discs[discOf('l5_s1')]);
  });

  it('fat suppression darkens fat of one T2 series, and no fluid', () => {
    const signals = drawSignals(createRng(2), 'T2');
    const change = changeOf(fatSuppression, (each) => each.series!(axial, patient).fatSuppressed === true);
    const after = change.signals!(signals, axial);
    expect(after.fat).to.be.below(0.5 * signals.fat);
    expect(after.csf).to.equal(signals.csf);
    expect(change.signals!(signals, sagittal)).to.equal(signals);
    expect(change.series!(planOf('Sagittal T1'), patient)).to.equal(planOf('Sagittal T1'));
  });

  it('another matrix keeps the middle of every slice and its plane', () => {
    const after = matrix.draw(createRng(6), 1).series!(axial, patient);
    expect(after.slices[0]!.geometry.rows).to.not.equal(axial.slices[0]!.geometry.rows);
    for (const [i, { geometry }] of after.slices.entries()) {
      const [now, was] = [centreOf(geometry), centreOf(axial.slices[i]!.geometry)];
      expect(Math.hypot(now.x - was.x, now.y - was.y, now.z - was.z)).to.be.below(1e-4);
      expect(geometry.rowDirection).to.deep.equal(axial.slices[i]!.geometry.rowDirection);
    }
  });

  it('slice gaps widen the distances within each run, and keep its middle and reach', () => {
    for (const plan of [sagittal, axial]) {
      const after = sliceGaps.draw(createRng(1), 1).series!(plan, patient);
      expect(after.spacingMm).to.be.above(1.3 * plan.spacingMm);
      expect(after.thicknessMm).to.equal(plan.thicknessMm);
      expect(after.slices.length).to.be.below(plan.slices.length);
      expect(runsOf(after).length).to.equal(runsOf(plan).length);
    }
  });

  it('incomplete axial series leave out the slices of upper levels; others stay whole', () => {
    const change = incompleteAxial.draw(createRng(1), 1);
    const after = change.series!(axial, patient);
    expect(after.slices.length).to.be.within(1, axial.slices.length - 3);
    expect(after.slices.at(-1)).to.deep.equal(axial.slices.at(-1));
    expect(change.series!(sagittal, patient)).to.equal(sagittal);
  });

  it('low field raises the noise of all series', () => {
    const change = lowField.draw(createRng(1), 1);
    for (const plan of plans)
      expect(change.series!(plan, patient).noise).to.be.within(2.4 * plan.noise, 3.2 * plan.noise);
  });

  it('motion keeps the mean and changes the picture', () => {
    const change = changeOf(motion, (each) => {
      const { before, after } = pictures(sagittal, each);
      return differs(before, after);
    });
    const { before, after } = pictures(sagittal, change);
    expect(meanOf(after)).to.be.closeTo(meanOf(before), 0.05 * meanOf(before));
  });

  it('wrap folds tissue onto one end of the picture and leaves the rest alone', () => {
    const change = changeOf(wrap, (each) => {
      const { before, after } = pictures(sagittal, each);
      return differs(before, after);
    });
    const { before, after, geometry } = pictures(sagittal, change);
    const rows = [...before.keys()].filter((i) => after[i] !== before[i]).map((i) => Math.floor(i / geometry.columns));
    const band = Math.round(0.2 * geometry.rows);
    const atOneEnd = Math.max(...rows) < band || Math.min(...rows) >= geometry.rows - band;
    expect(atOneEnd).to.equal(true);
    for (const [i, value] of after.entries()) expect(value).to.be.at.least(before[i]!);
  });

  it('coils shade the front', () => {
    const { before, after, geometry } = pictures(sagittal, coilShading.draw(createRng(1), 1));
    const half = (picture: Float32Array, front: boolean) =>
      meanOf(picture.filter((_, i) => i % geometry.columns < geometry.columns / 2 === front));
    expect(half(after, true) / half(before, true)).to.be.below(half(after, false) / half(before, false));
  });

  it('implants leave no signal at their screws', () => {
    const change = implants.draw(createRng(2), 1);
    const lines = coarse(sagittal);
    const reached = [5, 6, 7].some((uppermost) => {
      const screw = screwsOf(patient, uppermost)[0]!;
      const geometry = sliceAbout(screw, { rows: 5, columns: 5, xSpacingMm: 1, ySpacingMm: 1 }, lines);
      const flat = new Float32Array(25).fill(1);
      const after = change.image!(flat, { geometry, plan: sagittal, patient, render: () => flat });
      return after[12]! < 0.05;
    });
    expect(reached).to.equal(true);
  });
}).timeout(60_000);
