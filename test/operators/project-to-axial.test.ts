import { expect } from 'chai';
import { adding, entryOf } from '../../src/core/study-state.ts';
import type { Keypoint } from '../../src/domain/results.ts';
import type { Level } from '../../src/domain/vocabulary.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { projectToAxial } from '../../src/operators/project-to-axial.ts';
import { goldenStudies } from '../support/golden-studies.ts';
import { describeGoldens, goldenJson } from '../support/goldens.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { evenSeries, type SmallSeries, smallStudy } from '../support/study-in-memory.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const keypointAt = (yNorm: number | undefined, seriesId: string | undefined = 'sag'): Keypoint => ({
  site: { level: 'l3_l4' },
  seriesId,
  instanceNumber: undefined,
  point: yNorm === undefined ? undefined : { xNorm: 0.5, yNorm },
});

/** 10 rows of 3 mm: row r is at z = 30 - 3 r, so that y_norm runs from 30 mm down to 0. */
const sagittal = evenSeries('sag', 'Sagittal T2/STIR', {
  count: 3,
  rows: 10,
  columns: 4,
  pixelSpacing: [3, 1],
  position: [0, 0, 30],
});

const projected = async (series: readonly SmallSeries[], keypoints: readonly Keypoint[], maxDistanceMm?: number) => {
  const { study, env } = smallStudy(series);
  const state = await through(
    stateWith(study, adding('keypoints.given', keypoints)),
    loadSeries(env, { rules: 'original' }),
    projectToAxial(env, { keypoints: 'given', as: 'x', ...(maxDistanceMm !== undefined && { maxDistanceMm }) }),
  );
  return { anchors: entryOf(state, 'instances.x'), warnings: state.warnings };
};

describe('projectToAxial', () => {
  it('takes the spacing between rows for the way down, not the one between columns', async () => {
    // slices at z = 0, 4, ..., 36; y_norm 0.5 is row 5, z = 30 - 5 * 3 = 15: nearest is 16, the fifth
    const { anchors } = await projected([sagittal, evenSeries('ax', 'Axial T2', { count: 10 })], [keypointAt(0.5)]);
    expect(anchors).to.deep.equal([{ site: { level: 'l3_l4' }, seriesId: 'ax', instanceNumber: 5 }]);
  });

  it('takes the middle file in natural order, also of a stack that is turned round', async () => {
    const { files } = sagittal;
    const reversed = {
      ...sagittal,
      files: {
        '1.dcm': { ...files['1.dcm'], position: [2, 0, 30] as const },
        '2.dcm': { ...files['2.dcm'], position: [-2, 0, 22] as const },
      },
    };
    // of two files 2.dcm is the middle one: z = 22 - 5 * 3 = 7, nearest is 8, the third
    const { anchors } = await projected([reversed, evenSeries('ax', 'Axial T2', { count: 10 })], [keypointAt(0.5)]);
    expect(anchors[0]?.instanceNumber).to.equal(3);
  });

  it('lets the slices of all axial series compete, the first of the nearest winning', async () => {
    const low = evenSeries('low', 'Axial T2', { count: 3 });
    const twin = evenSeries('twin', 'Axial T2', { count: 10 });
    // z = 6: low and twin have slices at 4 and 8, both 2 mm away; the first in the order of the study is low's second
    const { anchors } = await projected([sagittal, low, twin], [keypointAt(0.8), keypointAt(0.4)]);
    expect(anchors.map(({ seriesId, instanceNumber }) => [seriesId, instanceNumber])).to.deep.equal([
      ['low', 2],
      // z = 18: only twin reaches that far, 16 and 20 are equally near
      ['twin', 5],
    ]);
  });

  it('accepts exactly the greatest distance and warns beyond it', async () => {
    const axial = evenSeries('ax', 'Axial T2', { count: 3 });
    // the topmost slice is at 8 mm; y_norm 0.5 is 15 mm, 7 mm away
    const near = await projected([sagittal, axial], [keypointAt(0.5)], 7);
    expect(near.anchors[0]?.instanceNumber).to.equal(3);
    const far = await projected([sagittal, axial], [keypointAt(0.5)], 6.9);
    expect(far.anchors[0]).to.deep.equal({
      site: { level: 'l3_l4' },
      seriesId: undefined,
      instanceNumber: undefined,
      absent: 'AXIAL_TOO_FAR',
    });
    expect(far.warnings).to.deep.equal([
      {
        code: 'AXIAL_TOO_FAR',
        message: 'no axial slice within 6.9 mm of the sagittal keypoint; what needs one stays zero',
        site: { level: 'l3_l4' },
      },
    ]);
  });

  it('measures along the normal of a tilted slice', async () => {
    const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    // two parallel planes that fall towards the back by 30 degrees
    const tilted = evenSeries('ax', 'Axial T2', { count: 2, orientation: [1, 0, 0, 0, cos, -sin] });
    const files = {
      '1.dcm': { ...tilted.files['1.dcm'], position: [0, 0, 10] as const },
      '2.dcm': { ...tilted.files['2.dcm'], position: [0, 0, 24] as const },
    };
    // the point is at (0, 2, 15): 5 cos + 2 sin = 5.33 mm above the first, 9 cos - 2 sin = 6.79 mm below the second
    const within = (mm: number) => projected([sagittal, { ...tilted, files }], [keypointAt(0.5)], mm);
    expect((await within(5.34)).anchors[0]?.instanceNumber).to.equal(1);
    expect((await within(5.32)).anchors[0]?.instanceNumber).to.equal(undefined);
  });

  it('says nothing of distances where a point or every axial series is missing, but that there is no series', async () => {
    const none = { site: { level: 'l3_l4' }, seriesId: undefined, instanceNumber: undefined };
    const withoutPoint = await projected([sagittal, evenSeries('ax', 'Axial T2')], [keypointAt(undefined)]);
    expect(withoutPoint).to.deep.equal({ anchors: [none], warnings: [] });
    const withoutAxial = await projected([sagittal], [keypointAt(0.5)]);
    expect(withoutAxial).to.deep.equal({
      anchors: [{ ...none, absent: 'SERIES_MISSING' }],
      warnings: [{ code: 'SERIES_MISSING', message: 'the study has no Axial T2 series; what needs it stays zero' }],
    });
  });

  it('refuses a keypoint of a series that the study does not have', async () => {
    const error = await rejectionOf(projected([sagittal], [keypointAt(0.5, '77')]));
    expect(error.code).to.equal('SERIES_UNKNOWN');
    expect(error.where).to.include({ seriesId: '77', operator: 'project-to-axial' });
  });
});

interface GoldenPoint {
  readonly study_id: string;
  readonly level: Level;
  readonly sagittal_series_id?: string;
  readonly x_norm?: number;
  readonly y_norm?: number;
  readonly axial_series_id?: string | null;
  readonly axial_instance_number?: number | null;
}

describeGoldens('projectToAxial on the golden studies', () => {
  it('finds the series and instance of every true Sag T2 point', async () => {
    const { points } = goldenJson<{ points: readonly GoldenPoint[] }>('studies', 'expected', 'projection.json');
    const env = fileEnv();
    for (const study of await goldenStudies()) {
      const expected = points.filter(({ study_id }) => study_id === study.id);
      const keypoints = expected.map(
        ({ level, sagittal_series_id: seriesId, x_norm: xNorm, y_norm: yNorm }): Keypoint => ({
          site: { level },
          seriesId,
          instanceNumber: undefined,
          point: xNorm === undefined || yNorm === undefined ? undefined : { xNorm, yNorm },
        }),
      );
      const state = await through(
        stateWith(study, adding('keypoints.sagt2', keypoints)),
        loadSeries(env, { rules: 'original' }),
        projectToAxial(env, { keypoints: 'sagt2', as: 'axial' }),
      );
      const anchors = entryOf(state, 'instances.axial');
      for (const { site, seriesId, absent } of anchors) {
        const hasPoint = keypoints.some((one) => one.site.level === site.level && one.point !== undefined);
        expect(absent).to.equal(seriesId === undefined && hasPoint ? 'AXIAL_TOO_FAR' : undefined);
      }
      const found = anchors.map(({ site, seriesId, instanceNumber }) => ({ site, seriesId, instanceNumber }));
      expect(found, study.id).to.deep.equal(
        expected.map(({ level, axial_series_id, axial_instance_number }) => ({
          site: { level },
          seriesId: axial_series_id ?? undefined,
          instanceNumber: axial_instance_number ?? undefined,
        })),
      );
    }
    expect(points).to.have.length(30);
  });
});
