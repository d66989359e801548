import { expect } from 'chai';
import { CONDITIONS, LEVELS, locationOf, MISSING_LABEL } from '../../src/domain/vocabulary.ts';
import { distanceMm, normalOf, plus } from '../../src/phantom/acquisition/slice-plane.ts';
import { drawGrades } from '../../src/phantom/anatomy/severities.ts';
import { type PhantomPlan, phantomStudy, planPhantom } from '../../src/phantom/phantom-study.ts';
import { rngOf } from '../../src/phantom/rng.ts';

const plans: readonly PhantomPlan[] = Array.from({ length: 24 }, (_, index) => planPhantom(3, index));

const sliceOf = (plan: PhantomPlan, seriesId: string, fileNumber: number) => {
  const series = plan.series.find(({ id }) => id === seriesId);
  const slice = series?.slices.find((each) => each.fileNumber === fileNumber);
  if (series === undefined || slice === undefined) throw new Error(`no file ${fileNumber} in series ${seriesId}`);
  return { series, geometry: slice.geometry };
};

describe('planPhantom', () => {
  it('puts every keypoint where its landmark is: to 1e-6 mm in the picture, to half a slice distance across it', () => {
    for (const plan of plans) {
      for (const { seriesId, instanceNumber, condition, level, xPx, yPx } of plan.keypoints) {
        const { geometry: g, series } = sliceOf(plan, seriesId, instanceNumber);
        const landmark = plan.landmarksMm[locationOf(condition, level)];
        const off = distanceMm(g, landmark);
        const inPlane = plus(
          plus(g.positionMm, g.rowDirection, xPx * g.xSpacingMm),
          g.columnDirection,
          yPx * g.ySpacingMm,
        );
        const back = plus(inPlane, normalOf(g), off);
        expect(Math.hypot(back.x - landmark.x, back.y - landmark.y, back.z - landmark.z)).to.be.below(1e-6);
        // The canal is marked on the middle slice, whatever the spine's bend; the others on the nearest.
        expect(Math.abs(off)).to.be.below(condition === 'spinal_canal_stenosis' ? 5 : series.spacingMm / 2 + 0.2);
      }
    }
  });

  it('marks the canal on the middle sagittal T2 slice, foramina on T1, recesses on axial slices', () => {
    for (const plan of plans) {
      for (const { seriesId, instanceNumber, condition } of plan.keypoints) {
        const { series } = sliceOf(plan, seriesId, instanceNumber);
        if (condition.includes('foraminal')) expect(series.kind).to.equal('Sagittal T1');
        if (condition.includes('subarticular')) expect(series.kind).to.equal('Axial T2');
        if (condition !== 'spinal_canal_stenosis') continue;
        expect(series.kind).to.equal('Sagittal T2/STIR');
        expect(series.slices[Math.floor(series.slices.length / 2)]!.fileNumber).to.equal(instanceNumber);
      }
    }
  });

  it('keeps the 50 mm square about a keypoint within the picture', () => {
    for (const plan of plans) {
      for (const { seriesId, instanceNumber, xPx, yPx } of plan.keypoints) {
        const { geometry: g } = sliceOf(plan, seriesId, instanceNumber);
        const edges = [
          xPx * g.xSpacingMm,
          yPx * g.ySpacingMm,
          (g.columns - xPx) * g.xSpacingMm,
          (g.rows - yPx) * g.ySpacingMm,
        ];
        expect(Math.min(...edges)).to.be.above(25.5);
      }
    }
  });

  it('has an axial slice within 5 mm of the canal at nearly all levels', () => {
    const complete = plans.filter(({ series }) => series.some(({ kind }) => kind === 'Axial T2'));
    const near = complete.flatMap(({ series, landmarksMm }) =>
      LEVELS.map((level) =>
        series
          .filter(({ kind }) => kind === 'Axial T2')
          .some(({ slices }) =>
            slices.some(
              ({ geometry }) => Math.abs(distanceMm(geometry, landmarksMm[`spinal_canal_stenosis_${level}`])) <= 5,
            ),
          ),
      ),
    );
    expect(near.filter(Boolean).length / near.length).to.be.above(0.95);
  });

  it('makes the same study whatever else was made before', () => {
    const again = planPhantom(3, 17);
    const { patient: _a, ...mine } = plans[17]!;
    const { patient: _b, ...other } = again;
    expect(other).to.deep.equal(mine);
    expect(again.grades).to.deep.equal(drawGrades(rngOf(3, 17, 'labels')));
  });

  it('gives studies and series identifiers of their own', () => {
    const ids = plans.flatMap(({ id, series }) => [id, ...series.map((each) => each.id)]);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id).to.match(/^\d+$/);
  });

  it('labels what it grades; a missing label goes with no keypoint', () => {
    for (const { grades, labels, keypoints } of plans) {
      for (const condition of CONDITIONS) {
        for (const level of LEVELS) {
          const location = locationOf(condition, level);
          if (labels[location] !== MISSING_LABEL) expect(labels[location]).to.equal(grades[location]);
          else expect(keypoints.some((each) => each.condition === condition && each.level === level)).to.equal(false);
        }
      }
    }
  });

  it('varies: stacks and blocks, both directions, odd numbers, several sizes', () => {
    const many = [...plans, ...Array.from({ length: 24 }, (_, index) => planPhantom(8, index))];
    const series = many.flatMap((plan) => plan.series);
    const first = (plan: (typeof series)[number]) => plan.slices[0]!;
    const axial = series.filter(({ kind }) => kind === 'Axial T2');
    const downwards = axial.filter(
      ({ slices }) => slices[0]!.geometry.positionMm.z > slices.at(-1)!.geometry.positionMm.z,
    );
    expect(downwards.length).to.be.within(1, axial.length - 1);
    expect(axial.some((plan) => first(plan).geometry.columnDirection.z !== 0)).to.equal(true);
    expect(axial.some((plan) => first(plan).geometry.columnDirection.z === 0)).to.equal(true);
    expect(series.some((plan) => first(plan).fileNumber !== 1)).to.equal(true);
    expect(series.some(({ contrast }) => contrast === 'STIR')).to.equal(true);
    expect(series.some(({ statesSpacing }) => !statesSpacing)).to.equal(true);
    expect(series.some((plan) => first(plan).geometry.rows !== first(plan).geometry.columns)).to.equal(true);
    expect(many.some((plan) => plan.series.length < 3)).to.equal(true);
  });

  it('without quirks gives every study three plain series', () => {
    for (let index = 0; index < 8; index++) {
      const { series, labels } = planPhantom(5, index, { quirks: false });
      expect(series.map(({ kind }) => kind)).to.deep.equal(['Sagittal T2/STIR', 'Sagittal T1', 'Axial T2']);
      for (const { slices, statesSpacing } of series) {
        expect(slices.map(({ fileNumber }) => fileNumber)).to.deep.equal(slices.map((_, i) => i + 1));
        expect(statesSpacing).to.equal(true);
      }
      expect(Object.values(labels)).to.not.include(MISSING_LABEL);
    }
  });
});

describe('phantomStudy', () => {
  const study = phantomStudy(3, 0);

  it('gives 12-bit pictures with air about the patient and signal within', () => {
    for (const { slices } of study.series) {
      for (const { geometry, pixels } of slices) {
        expect(pixels.length).to.equal(geometry.rows * geometry.columns);
        const highest = pixels.reduce((most, value) => Math.max(most, value), 0);
        expect(highest).to.be.within(600, 4095);
      }
    }
  });

  it('follows its plan', () => {
    const { series, keypoints, landmarksMm } = plans[0]!;
    expect(study.keypoints).to.deep.equal(keypoints);
    expect(study.landmarksMm).to.deep.equal(landmarksMm);
    expect(study.series.map(({ slices }) => slices.map(({ geometry }) => geometry))).to.deep.equal(
      series.map(({ slices }) => slices.map(({ geometry }) => geometry)),
    );
  });
});
