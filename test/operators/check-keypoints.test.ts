import { expect } from 'chai';
import { adding, entryOf, type StudyState } from '../../src/core/study-state.ts';
import type { Keypoint } from '../../src/domain/results.ts';
import { LEVELS } from '../../src/domain/vocabulary.ts';
import { warningCauses } from '../../src/domain/warning-cause.ts';
import { checkKeypoints } from '../../src/operators/check-keypoints.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { selectSlices } from '../../src/operators/select-slices.ts';
import { goldenStudies, labelKeypoints } from '../support/golden-studies.ts';
import { describeGoldens } from '../support/goldens.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { evenSeries, smallStudy } from '../support/study-in-memory.ts';

/** 200 x 200 mm of the middle of the patient, feet at the bottom. */
const sagittal = evenSeries('t2', 'Sagittal T2/STIR', {
  rows: 100,
  columns: 100,
  pixels: new Uint16Array(10_000),
  pixelSpacing: [2, 2],
});

/** Keypoints at these heights in mm from the upper edge; without a point where there is none. */
const canalAt = (heightsMm: readonly (number | undefined)[]): readonly Keypoint[] =>
  LEVELS.map((level, index) => {
    const height = heightsMm[index];
    return {
      site: { level },
      seriesId: 't2',
      instanceNumber: undefined,
      point: height === undefined ? undefined : { xNorm: 0.5, yNorm: height / 200 },
    };
  });

const checked = async (keypoints: readonly Keypoint[]): Promise<StudyState> => {
  const { study, env } = smallStudy([sagittal]);
  return through(
    stateWith(study, adding('keypoints.sagt2', keypoints)),
    loadSeries(env, {}),
    selectSlices(env, { kind: 'Sagittal T2/STIR', slices: 3, as: 'sagt2' }),
    checkKeypoints(env, { spinal: 'sagt2', as: 'keypoints' }),
  );
};

describe('checkKeypoints', () => {
  it('has no doubt about keypoints of a lumbar spine, in millimetres of the patient', async () => {
    const state = await checked(canalAt([20, 55, 90, 125, 160]));
    expect(entryOf(state, 'doubts.keypoints')).to.deep.equal([]);
    expect(state.warnings).to.deep.equal([]);
  });

  it('doubts every grade that rests on keypoints that are too near, and on the axial slices that they chose', async () => {
    const state = await checked(canalAt([20, 55, 90, 100, 135]));
    const doubts = entryOf(state, 'doubts.keypoints');
    expect(new Set(doubts.map(({ level }) => level))).to.deep.equal(new Set(['l3_l4', 'l4_l5']));
    expect(
      doubts.filter(({ level }) => level === 'l4_l5').map(({ condition, code }) => `${condition} ${code}`),
    ).to.deep.equal([
      'spinal_canal_stenosis KEYPOINTS_IMPLAUSIBLE',
      'left_subarticular_stenosis KEYPOINTS_IMPLAUSIBLE',
      'right_subarticular_stenosis KEYPOINTS_IMPLAUSIBLE',
    ]);
  });

  it('gives one warning that says what is wrong, where, and what to do', async () => {
    const state = await checked(canalAt([20, 55, 90, 100, 135]));
    const causes = warningCauses(state.warnings);
    expect(causes).to.have.length(1);
    expect(causes[0]).to.deep.include({
      code: 'KEYPOINTS_IMPLAUSIBLE',
      sites: [{ level: 'l3_l4' }, { level: 'l4_l5' }],
      count: 2,
    });
    expect(causes[0]!.message)
      .to.match(/^the keypoints are implausible/)
      .and.to.include('sagittal T2: neighbours not 20 to 55 mm apart (L3/L4 and L4/L5: 10 mm)')
      .and.to.include('check on the pictures');
  });

  it('keeps the warning short where everything is wrong', async () => {
    const state = await checked(canalAt([160, 125, 90, 55, 20]));
    expect(state.warnings[0]!.message).to.include('(L1/L2 and L2/L3, L2/L3 and L3/L4, L3/L4 and L4/L5 and 1 more)');
    expect(warningCauses(state.warnings)[0]!.sites).to.deep.equal(LEVELS.map((level) => ({ level })));
  });

  it('has nothing to say where nothing was found', async () => {
    const state = await checked(canalAt([]));
    expect([entryOf(state, 'doubts.keypoints'), state.warnings]).to.deep.equal([[], []]);
  });

  it('needs keypoints to check', () => {
    expect(() => checkKeypoints(fileEnv(), { as: 'keypoints' })).to.throw('expected at least one of spinal');
  });
});

describeGoldens('checkKeypoints on the golden studies', () => {
  it('has no doubt about the true keypoints', async () => {
    const env = fileEnv();
    const complaints: string[] = [];
    for (const study of await goldenStudies()) {
      const state = await through(
        stateWith(
          study,
          adding('keypoints.sagt2', labelKeypoints(study.id, 'spinal')),
          adding('keypoints.sagt1', labelKeypoints(study.id, 'foraminal')),
          adding('keypoints.axial', labelKeypoints(study.id, 'subarticular')),
        ),
        loadSeries(env, {}),
        selectSlices(env, { keypoints: 'sagt2', slices: 5, as: 'sagt2' }),
        selectSlices(env, { keypoints: 'sagt1', slices: 3, position: 'instance', as: 'sagt1' }),
        selectSlices(env, { keypoints: 'axial', slices: 3, position: 'instance', as: 'axial' }),
        checkKeypoints(env, { spinal: 'sagt2', foraminal: 'sagt1', subarticular: 'axial', as: 'keypoints' }),
      );
      const told = state.warnings.filter(({ code }) => code === 'KEYPOINTS_IMPLAUSIBLE');
      complaints.push(...warningCauses(told).map(({ message }) => `${study.id}: ${message}`));
    }
    expect(complaints).to.deep.equal([]);
  });
});
