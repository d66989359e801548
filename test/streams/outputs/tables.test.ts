import { expect } from 'chai';
import { adding, type StudyState } from '../../../src/core/study-state.ts';
import type { LocationConfidence } from '../../../src/domain/confidence.ts';
import type { Keypoint } from '../../../src/domain/results.ts';
import { LEVELS, LOCATIONS } from '../../../src/domain/vocabulary.ts';
import { BUILT_IN_OUTPUTS } from '../../../src/streams/outputs/built-in.ts';
import { stateWith } from '../../support/operator-flow.ts';
import { NOTHING_MADE, outputEnv } from '../../support/output-env.ts';

const STUDY = { id: '7', series: [] };
const NO_SERIES = adding('series', []);
const RUN = { fingerprint: 'f', nameSalt: 'salt', spinestream: '1.0.0', pipeline: 'p', stepsSha256: '', models: [] };
const bound = (name: string, options: unknown) => {
  const output = BUILT_IN_OUTPUTS.find((one) => one.name === name)!.bind(options);
  const rows = async (state: StudyState) =>
    (await (await output.open(RUN, outputEnv())).ofStudy({ study: state.study, state }, NOTHING_MADE)).rows ?? [];
  return { ...output, rows };
};

const keypoint = (site: Keypoint['site'], xNorm: number, instanceNumber?: number): Keypoint => ({
  site,
  seriesId: 's',
  instanceNumber,
  point: { xNorm, yNorm: 0.25 },
});

describe('the coordinates of a picture that was turned', () => {
  it('are those of the picture as it is stored', async () => {
    const turn = { transpose: false, flipColumns: true, flipRows: false };
    const canonical = { turn, rescale: false, stored: { rows: 10, columns: 20 } };
    const files = [{ name: '1.dcm', path: '1.dcm', instanceNumber: 12, canonical }];
    const series = { id: 's', kind: 'Axial T2', files, orderedFiles: files, spacingBetweenSlicesMm: 4 } as const;
    const left = keypoint({ level: 'l1_l2', side: 'left' }, 0.4, 12);
    const state = stateWith(STUDY, adding('series', [series]), adding('keypoints.a', [left]));
    const rows = await bound('coordinates', { subarticular: 'a' }).rows(state);
    // column 0.4 * 20 = 8 of the turned picture is column 19 - 8 = 11 of 20 as stored
    expect(rows[0]?.slice(5, 7)).to.deep.equal([11 / 20, 0.25]);
  });
});

describe('the submission table', () => {
  it('has a row a location with its probabilities', async () => {
    const { rows, reads, columns } = bound('submission', { probabilities: 'final' });
    const state = stateWith(
      STUDY,
      adding('probabilities.final', [
        { condition: 'spinal_canal_stenosis', level: 'l4_l5', probabilities: [0.5, 0.25, 0.25] },
      ]),
    );
    expect(reads).to.deep.equal(['probabilities.final']);
    expect(columns).to.deep.equal(['row_id', 'normal_mild', 'moderate', 'severe']);
    expect(await rows(state)).to.deep.equal([['7_spinal_canal_stenosis_l4_l5', 0.5, 0.25, 0.25]]);
  });
});

describe('the confidence table', () => {
  const location: LocationConfidence = {
    ...{ condition: 'spinal_canal_stenosis', level: 'l4_l5', probabilityRight: 0.6, calibrated: true, refer: true },
    reasons: ['AXIAL_TOO_FAR', 'CONFIDENCE_LOW'],
    measures: {
      ...{ seen: 'some', doubtful: false, entropy: 0.5, margin: 0.25, foldDisagreement: undefined },
      ...{ networkDisagreement: 0.125, peak: 0.75, spread: 0.02 },
    },
  };

  it('has a row a location: whether a reader should look, why, and all that was measured', async () => {
    const { rows, columns } = bound('confidence', { confidence: 'final' });
    const unseen = { ...location, level: 'l5_s1', probabilityRight: undefined, calibrated: false } as const;
    const state = stateWith(STUDY, adding('confidence.final', [location, unseen]));
    const [first, second] = await rows(state);
    expect(Object.fromEntries(columns!.map((column, index) => [column, first?.[index]]))).to.deep.equal({
      ...{ row_id: '7_spinal_canal_stenosis_l4_l5', probability_right: 0.6, calibrated: 'yes', refer: 'yes' },
      ...{ reasons: 'AXIAL_TOO_FAR CONFIDENCE_LOW', seen: 'some', doubtful: 'no', entropy: 0.5, margin: 0.25 },
      ...{ fold_disagreement: undefined, network_disagreement: 0.125, peak: 0.75, spread: 0.02 },
    });
    expect(second?.slice(1, 3)).to.deep.equal([undefined, 'no']);
  });
});

describe('the coordinates table', () => {
  const all = { spinal: 'sagt2', foraminal: 'sagt1', subarticular: 'axial' };

  it('has a row for each of the 25 locations, empty where nothing was found', async () => {
    const { rows, reads } = bound('coordinates', all);
    expect(reads).to.deep.equal(['series', 'keypoints.sagt2', 'keypoints.sagt1', 'keypoints.axial']);
    const nothing = LEVELS.map(
      (level): Keypoint => ({ site: { level }, seriesId: undefined, instanceNumber: undefined, point: undefined }),
    );
    const state = stateWith(
      STUDY,
      NO_SERIES,
      adding('keypoints.sagt2', nothing),
      adding('keypoints.sagt1', []),
      adding('keypoints.axial', []),
    );
    const found = await rows(state);
    expect(found.map((row) => row[7])).to.deep.equal(LOCATIONS);
    expect(found[1]).to.deep.equal([
      '7',
      undefined,
      undefined,
      'Spinal Canal Stenosis',
      'L2/L3',
      undefined,
      undefined,
      'spinal_canal_stenosis_l2_l3',
    ]);
  });

  it('takes each condition from the keypoints and the side that it belongs to', async () => {
    const state = stateWith(
      STUDY,
      NO_SERIES,
      adding('keypoints.sagt2', [keypoint({ level: 'l1_l2' }, 0.1)]),
      adding('keypoints.sagt1', [
        keypoint({ level: 'l1_l2', side: 'left' }, 0.2),
        keypoint({ level: 'l1_l2', side: 'right' }, 0.3),
      ]),
      adding('keypoints.axial', [
        keypoint({ level: 'l1_l2', side: 'left' }, 0.4, 12),
        keypoint({ level: 'l1_l2', side: 'right' }, 0.5, 13),
      ]),
    );
    const found = await bound('coordinates', all).rows(state);
    const atLevel = found.filter((row) => row[4] === 'L1/L2').map((row) => [row[3], row[2], row[5]]);
    expect(atLevel).to.deep.equal([
      ['Spinal Canal Stenosis', undefined, 0.1],
      ['Left Neural Foraminal Narrowing', undefined, 0.2],
      ['Right Neural Foraminal Narrowing', undefined, 0.3],
      ['Left Subarticular Stenosis', 12, 0.4],
      ['Right Subarticular Stenosis', 13, 0.5],
    ]);
    expect(found[0]).to.deep.equal([
      '7',
      's',
      undefined,
      'Spinal Canal Stenosis',
      'L1/L2',
      0.1,
      0.25,
      'spinal_canal_stenosis_l1_l2',
    ]);
  });

  it('leaves out the conditions that it was not asked for', async () => {
    const state = stateWith(STUDY, NO_SERIES, adding('keypoints.a', []));
    const { rows, reads } = bound('coordinates', { subarticular: 'a' });
    expect(reads).to.deep.equal(['series', 'keypoints.a']);
    expect((await rows(state)).map((row) => row[7])).to.deep.equal(LOCATIONS.slice(15));
  });
});
