import { expect } from 'chai';
import { checkPlugin } from '../../../src/core/conformance/index.ts';
import { exampleSelections } from '../../../src/core/examples/index.ts';
import { adding, entryOf } from '../../../src/core/study-state.ts';
import type { Keypoint, Selection } from '../../../src/domain/results.ts';
import { LEVELS, LOCATIONS, type Location } from '../../../src/domain/vocabulary.ts';
import { loadSeries } from '../../../src/operators/load-series.ts';
import { labelAnchors } from '../../../src/training/data/labels/label-anchors.ts';
import { labelKeypoints } from '../../../src/training/data/labels/label-keypoints.ts';
import type { LabelCoordinate, StudyLabels } from '../../../src/training/data/labels/study-labels.ts';
import { shiftSlices } from '../../../src/training/data/shift-slices.ts';
import { addingLabels, addingRngStreams } from '../../../src/training/data/training-entries.ts';
import { LABEL_OPERATORS } from '../../../src/training/data/training-operators.ts';
import { stateWith, through } from '../../support/operator-flow.ts';
import { evenSeries, smallStudy } from '../../support/study-in-memory.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

describe('the operators of labels', () => {
  for (const spec of LABEL_OPERATORS)
    it(`${spec.name} keeps every law of operators`, async () => {
      const broken = (await checkPlugin(spec)).filter(({ outcome }) => outcome === 'broken');
      expect(broken).to.eql([]);
    });
});

const labelsWith = (...coordinates: readonly LabelCoordinate[]): StudyLabels => ({
  grades: Object.fromEntries(LOCATIONS.map((location) => [location, 0])) as Record<Location, number>,
  coordinates,
});

const spinal = (point: LabelCoordinate['point'], changed: Partial<LabelCoordinate> = {}): LabelCoordinate => ({
  condition: 'spinal_canal_stenosis',
  level: 'l2_l3',
  seriesId: '1',
  instanceNumber: 2,
  point,
  ...changed,
});

const keypointsFrom = async (labels: StudyLabels): Promise<readonly Keypoint[]> => {
  const { study, env } = smallStudy([evenSeries('1', 'Sagittal T2/STIR', { rows: 20, columns: 40 })]);
  const state = await through(
    stateWith(study, addingLabels(labels)),
    loadSeries(env, {}),
    labelKeypoints(env, { conditions: 'spinal', as: 'x' }),
  );
  return entryOf(state, 'keypoints.x');
};

describe('label-keypoints', () => {
  it('turns pixels into shares of the image, and leaves sites without a label without a point', async () => {
    const keypoints = await keypointsFrom(labelsWith(spinal({ xPx: 10, yPx: 5 })));
    expect(keypoints.map(({ site }) => site.level)).to.eql(LEVELS);
    expect(keypoints[1]).to.eql({
      site: { level: 'l2_l3' },
      seriesId: '1',
      instanceNumber: 2,
      point: { xNorm: 0.25, yNorm: 0.25 },
    });
    expect(keypoints[0]).to.eql({
      site: { level: 'l1_l2' },
      seriesId: undefined,
      instanceNumber: undefined,
      point: undefined,
    });
  });

  it('takes predicted shares as they are, also without an instance', async () => {
    const [, keypoint] = await keypointsFrom(
      labelsWith(spinal({ xNorm: 0.1, yNorm: 0.9 }, { instanceNumber: undefined })),
    );
    expect(keypoint!.point).to.eql({ xNorm: 0.1, yNorm: 0.9 });
  });

  it('counts a labelled point on a series of another kind as missing, unless told to keep it', async () => {
    const { study, env } = smallStudy([evenSeries('1', 'Sagittal T1', { rows: 20, columns: 40 })]);
    const found = async (point: LabelCoordinate['point'], more: { otherKind?: 'keep' } = {}) => {
      const state = await through(
        stateWith(study, addingLabels(labelsWith(spinal(point)))),
        loadSeries(env, {}),
        labelKeypoints(env, { conditions: 'spinal', as: 'x', ...more }),
      );
      return { keypoint: entryOf(state, 'keypoints.x')[1]!, codes: state.warnings.map(({ code }) => code) };
    };
    const blank = await found({ xPx: 10, yPx: 5 });
    expect(blank.keypoint).to.include({ seriesId: undefined, point: undefined });
    expect(blank.codes).to.eql(['LABEL_SERIES_ELSEWHERE']);
    const kept = await found({ xPx: 10, yPx: 5 }, { otherKind: 'keep' });
    expect([kept.keypoint.point, kept.codes]).to.eql([{ xNorm: 0.25, yNorm: 0.25 }, []]);
    const predicted = await found({ xNorm: 0.5, yNorm: 0.5 }); // inference lets one sagittal kind stand in for the other
    expect([predicted.keypoint.point, predicted.codes]).to.eql([{ xNorm: 0.5, yNorm: 0.5 }, []]);
  });

  it('takes a share of the predicted points in training, anew in each epoch, and none in validation', async () => {
    const { study, env } = smallStudy([evenSeries('1', 'Sagittal T2/STIR', { rows: 20, columns: 40 })]);
    const labels = {
      ...labelsWith(spinal({ xPx: 10, yPx: 5 }), spinal({ xPx: 10, yPx: 5 }, { level: 'l5_s1' })),
      predicted: [spinal({ xNorm: 0.5, yNorm: 0.5 })],
    };
    const found = async (draw: number | undefined, predicted: number) => {
      const state = await through(
        stateWith(study, addingLabels(labels), addingRngStreams(draw === undefined ? undefined : () => () => draw)),
        loadSeries(env, {}),
        labelKeypoints(env, { conditions: 'spinal', predicted, as: 'x' }),
      );
      return entryOf(state, 'keypoints.x').flatMap(({ point }) => point?.xNorm ?? []);
    };
    expect(await found(0.4, 0.5)).to.eql([0.5, 0.25]); // without a predicted point the labelled one stays
    expect(await found(0.6, 0.5)).to.eql([0.25, 0.25]);
    expect(await found(undefined, 0.5)).to.eql([0.25, 0.25]);
    expect(await found(0, 0)).to.eql([0.25, 0.25]);
  });

  it('refuses a coordinate outside the image', async () => {
    const { code, message } = await rejectionOf(keypointsFrom(labelsWith(spinal({ xPx: 10, yPx: 21 }))));
    expect([code, message]).to.eql([
      'LABEL_COORDINATE_OUTSIDE',
      'study small / series 1 / 2.dcm / label-keypoints: spinal_canal_stenosis l2_l3: the coordinate (10, 21) is outside the image of 40 x 20 pixels; correct it, or list it in labels.drop',
    ]);
  });

  it('counts a coordinate that does not fit its image as missing where it may', async () => {
    const { study, env } = smallStudy([evenSeries('1', 'Sagittal T2/STIR', { rows: 20, columns: 40 })]);
    const labels = labelsWith(
      spinal({ xPx: 10, yPx: 21 }),
      spinal({ xPx: 1, yPx: 1 }, { level: 'l3_l4', instanceNumber: 9 }),
      spinal({ xPx: 10, yPx: 5 }, { level: 'l4_l5' }),
    );
    const state = await through(
      stateWith(study, addingLabels({ ...labels, onConflict: 'drop' as const })),
      loadSeries(env, {}),
      labelKeypoints(env, { conditions: 'spinal', as: 'x' }),
    );
    const points = entryOf(state, 'keypoints.x').map(({ point }) => point);
    expect(points.map((point) => point !== undefined)).to.eql([false, false, false, true, false]);
    expect(state.warnings.map(({ code }) => code)).to.eql(['LABEL_COORDINATE_MISPLACED', 'LABEL_COORDINATE_MISPLACED']);
  });

  it('refuses an instance or a series that the study does not have', async () => {
    const instance = await rejectionOf(keypointsFrom(labelsWith(spinal({ xPx: 1, yPx: 1 }, { instanceNumber: 9 }))));
    expect([instance.code, instance.reason]).to.eql([
      'LABEL_INSTANCE_UNKNOWN',
      'spinal_canal_stenosis_l2_l3: the coordinate refers to instance 9, which the series does not have; correct it, or list it in labels.drop',
    ]);
    const series = await rejectionOf(keypointsFrom(labelsWith(spinal({ xPx: 1, yPx: 1 }, { seriesId: '7' }))));
    expect(series.code).to.equal('LABEL_SERIES_UNKNOWN');
  });
});

describe('label-anchors', () => {
  const { study, env } = smallStudy([]);
  const keypoint = (
    level: Keypoint['site']['level'],
    side: 'left' | 'right',
    seriesId?: string,
    instanceNumber?: number,
  ): Keypoint => ({
    site: { level, side },
    seriesId,
    instanceNumber,
    point: seriesId === undefined ? undefined : { xNorm: 0.5, yNorm: 0.5 },
  });
  const anchorsBy = async (by: 'study' | 'side' | 'level', ...keypoints: readonly Keypoint[]) => {
    const state = await through(
      stateWith(study, adding('keypoints.x', keypoints)),
      labelAnchors(env, { keypoints: 'x', by, as: 'x' }),
    );
    return entryOf(state, 'instances.x');
  };

  it('takes the most frequent series and, within it, the most frequent instance', async () => {
    const anchors = await anchorsBy(
      'study',
      keypoint('l1_l2', 'left', 'a', 9),
      keypoint('l1_l2', 'right', 'b', 1),
      keypoint('l2_l3', 'left', 'b', 2),
      keypoint('l2_l3', 'right', 'b', 2),
    );
    expect(anchors).to.eql([{ site: {}, seriesId: 'b', instanceNumber: 2 }]);
  });

  it('takes the first of equally frequent ones', async () => {
    const [anchor] = await anchorsBy('study', keypoint('l1_l2', 'left', 'b', 4), keypoint('l1_l2', 'right', 'a', 3));
    expect(anchor).to.include({ seriesId: 'b', instanceNumber: 4 });
  });

  it('chooses for each side, or each level, on its own, and nothing where nothing is labelled', async () => {
    const keypoints = [
      keypoint('l1_l2', 'left', 'a', 1),
      keypoint('l1_l2', 'right'),
      keypoint('l2_l3', 'left', 'b', 2),
    ];
    const sides = await anchorsBy('side', ...keypoints);
    expect(sides.map(({ site, seriesId }) => [site.side, seriesId])).to.eql([
      ['left', 'a'],
      ['right', undefined],
    ]);
    const levels = await anchorsBy('level', ...keypoints);
    expect(levels.map(({ seriesId }) => seriesId)).to.eql(['a', 'b', undefined, undefined, undefined]);
  });
});

describe('shift-slices', () => {
  const { study, env } = smallStudy([]);
  const middle = exampleSelections('11', 3).map(
    (one): Selection => ({ ...one, files: one.series!.orderedFiles.slice(1, 4) }),
  );
  const shifted = async (draw: number | undefined, selections = middle) => {
    const rng = draw === undefined ? undefined : () => () => draw;
    const state = await through(
      stateWith(study, adding('selections.x', selections), addingRngStreams(rng)),
      shiftSlices(env, { selections: 'x', by: 2, as: 'y' }),
    );
    return entryOf(state, 'selections.y')[0]!.files.map(({ name }) => name);
  };

  it('moves the first slice from minus to plus "by"', async () => {
    expect(await shifted(0.2)).to.eql(['1.dcm', '2.dcm', '3.dcm']); // floor(0.2 * 5) - 2 = -1
    expect(await shifted(0.5)).to.eql(['2.dcm', '3.dcm', '4.dcm']);
    expect(await shifted(0.7)).to.eql(['3.dcm', '4.dcm', '5.dcm']);
  });

  it('clamps the first slice to the stack and cuts what lies behind it', async () => {
    expect(await shifted(0)).to.eql(['1.dcm', '2.dcm', '3.dcm']);
    expect(await shifted(0.99)).to.eql(['4.dcm', '5.dcm']);
  });

  it('moves a window that reaches outside the stack from where it lay, not from where it was clamped', async () => {
    const beforeFirst = middle.map((one): Selection => ({ ...one, unclamped: -1 }));
    expect(await shifted(0.7, beforeFirst)).to.eql(['1.dcm', '2.dcm', '3.dcm']); // -1 + 1 = 0
    expect(await shifted(0.99, beforeFirst)).to.eql(['2.dcm', '3.dcm', '4.dcm']);
    const behindLast = middle.map((one): Selection => ({ ...one, files: [], unclamped: 6, absent: 'SLICES_FEWER' }));
    expect(await shifted(0, behindLast)).to.eql(['5.dcm']); // 6 - 2 = 4 of 5
    expect(await shifted(0.99, behindLast)).to.eql([]);
  });

  it('moves nothing in validation, nor a selection without slices', async () => {
    expect(await shifted(undefined)).to.eql(['2.dcm', '3.dcm', '4.dcm']);
    expect(await shifted(0, [{ ...middle[0]!, files: [] }])).to.eql([]);
  });
});
