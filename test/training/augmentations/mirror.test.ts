import { expect } from 'chai';
import fc from 'fast-check';
import { mirroredState } from '../../../src/core/conformance/operator/mirrored-state.ts';
import { adding, type StudyState } from '../../../src/core/study-state.ts';
import { mirroredCondition } from '../../../src/domain/mirror.ts';
import type { Stack } from '../../../src/domain/results.ts';
import type { Site } from '../../../src/domain/site.ts';
import { CONDITIONS, LEVELS, LOCATIONS, type Location, locationOf, SIDES } from '../../../src/domain/vocabulary.ts';
import { REGION_KINDS } from '../../../src/models/zoo/region-kinds.ts';
import { mirroredSample } from '../../../src/training/augmentations/mirror.ts';
import { gradeSamples } from '../../../src/training/data/grade-samples.ts';
import { heatmapSamples } from '../../../src/training/data/heatmap-samples.ts';
import type { TrainSample } from '../../../src/training/data/train-sample.ts';
import { addingLabels } from '../../../src/training/data/training-entries.ts';
import { stateWith } from '../../support/operator-flow.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const [SLICES, SIZE] = [3, 4];
const ROIS = { sagt2: 'sagt2', sagt1: 'sagt1', axial: 'axial', axial_centre: 'axial-centre' };

const oneLevel: readonly Site[] = LEVELS.map((level) => ({ level }));
const bothSides: readonly Site[] = LEVELS.flatMap((level) => SIDES.map((side) => ({ level, side })));
const regions = (sites: readonly Site[], seed: number, inMirror?: Stack['inMirror']): readonly Stack[] =>
  sites.map((site, index) => ({
    ...{ site, shape: [SLICES, SIZE, SIZE] as const, blank: false },
    pixels: Float32Array.from({ length: SLICES * SIZE ** 2 }, (_, i) => Math.sin(seed + 17 * index + i)),
    ...(inMirror && { inMirror }),
  }));

type Grades = Readonly<Record<Location, number>>;

const recordOf = (gradeAt: (location: Location) => number): Grades =>
  Object.fromEntries(LOCATIONS.map((location) => [location, gradeAt(location)])) as Grades;

const gradesOf = (seed: number): Grades => recordOf((location) => (seed + 7 * LOCATIONS.indexOf(location)) % 3);

const mirroredGrades = (grades: Grades): Grades => {
  const ofOther = new Map(
    CONDITIONS.flatMap((condition) =>
      LEVELS.map((level) => [locationOf(condition, level), grades[locationOf(mirroredCondition(condition), level)]]),
    ),
  );
  return recordOf((location) => ofOther.get(location) ?? 0);
};

const patient = (seed: number): StudyState =>
  stateWith(
    { id: '1', series: [] },
    adding('rois.sagt2', regions(oneLevel, seed, { slices: true, columns: false })),
    adding('rois.sagt1', regions(bothSides, seed + 1, { slices: true, columns: false })),
    adding('rois.axial', regions(bothSides, seed + 2, { slices: false, columns: false })),
    adding('rois.axial-centre', regions(oneLevel, seed + 3, { slices: false, columns: true })),
  );

const withGrades = (state: StudyState, grades: Grades): StudyState =>
  stateWith(state.study, { entries: state.entries }, addingLabels({ grades, coordinates: [] }));

const essence = ({ inputs, answer }: TrainSample) => JSON.stringify([inputs.map(({ pixels }) => [...pixels]), answer]);

describe('the mirrored sample', () => {
  for (const kind of REGION_KINDS)
    it(`is a sample of the mirrored patient, with its labels: ${kind}`, () =>
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
          const plan = gradeSamples({ rois: ROIS }, kind);
          const grades = gradesOf(seed);
          const samples = plan.samplesOf(withGrades(patient(seed), grades));
          const ofMirrored = plan.samplesOf(withGrades(mirroredState(patient(seed)), mirroredGrades(grades)));
          expect(samples.map(mirroredSample).map(essence).sort()).to.deep.equal(ofMirrored.map(essence).sort());
          expect(samples.map(mirroredSample).map(mirroredSample).map(essence)).to.deep.equal(samples.map(essence));
        }),
        { numRuns: 20 },
      ));

  it('of a keypoint network has the points of the other side, mirrored where columns are', () => {
    const site = { level: 'l4_l5' } as const;
    const series = {
      ...{ id: 'ax', kind: 'Axial T2' as const, files: [], orderedFiles: [] },
      spacingBetweenSlicesMm: 4,
    };
    const selection = { site, series, instanceNumber: 3, files: [], count: SLICES };
    const [region] = regions([site], 1, { slices: false, columns: true });
    const keypoints = SIDES.map((side, index) => ({
      ...{ site: { ...site, side }, seriesId: 'ax', instanceNumber: 3 },
      point: { xNorm: index / SIZE, yNorm: 0.5 },
    }));
    const state = stateWith(
      { id: '1', series: [] },
      adding('stacks.x', [{ ...region!, selection }]),
      adding('keypoints.x', keypoints),
    );
    const plan = heatmapSamples({ stacks: 'x', keypoints: 'x', channels: 'sides', stdPx: 1 });
    const [sample] = plan.samplesOf(state).map(mirroredSample);
    // left was on column 0 and right on column 1 of 4: right is on column 3 now, left on column 2
    expect(sample!.answer).to.deep.equal({
      kind: 'points',
      points: [
        { xNorm: 0.5, yNorm: 0.5 },
        { xNorm: 0.75, yNorm: 0.5 },
      ],
    });
    expect([...sample!.inputs[0]!.pixels.slice(0, 4)]).to.deep.equal([...region!.pixels.slice(0, 4)].reverse());
  });

  it('is refused where regions do not say what the mirror reverses', () => {
    const state = withGrades(
      stateWith({ id: '1', series: [] }, adding('rois.sagt1', regions(bothSides, 1))),
      gradesOf(1),
    );
    const [sample] = gradeSamples({ rois: { sagt1: 'sagt1' } }, 'foraminal').samplesOf(state);
    expect(thrownBy(() => mirroredSample(sample!))).to.include({ code: 'MIRROR_UNKNOWN' });
  });
});
