import { expect } from 'chai';
import { exampleSlices } from '../../src/core/examples/index.ts';
import { adding, entryOf } from '../../src/core/study-state.ts';
import type { Keypoint } from '../../src/domain/results.ts';
import type { Site } from '../../src/domain/site.ts';
import { resize, standardised } from '../../src/imaging/index.ts';
import { cropRois } from '../../src/operators/crop-rois.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { selectSlices } from '../../src/operators/select-slices.ts';
import { goldenRegions, regionDeviation } from '../support/golden-regions.ts';
import { describeGoldens, maxAbsDiff } from '../support/goldens.ts';
import { labelRegions } from '../support/label-regions.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { evenSeries, type SmallSeries, smallStudy } from '../support/study-in-memory.ts';

type Options = Partial<Parameters<typeof cropRois>[1]>;

/** Standardised values: see the goldens' README. */
const REGION_TOL = 2e-5;
const EXACT_FLOAT32 = 1e-6;

const keypointAt = (point: Keypoint['point'], site: Site = { level: 'l4_l5' }): Keypoint => ({
  site,
  seriesId: 'ax',
  instanceNumber: undefined,
  point,
});

const cropped = async (keypoint: Keypoint, series: readonly SmallSeries[], options: Options = {}, slices = 1) => {
  const { study, env } = smallStudy(series);
  const state = await through(
    stateWith(study, adding('keypoints.given', [keypoint])),
    loadSeries(env, { rules: 'original' }),
    selectSlices(env, { kind: 'Axial T2', slices, as: 'x' }),
    cropRois(env, { keypoints: 'given', selections: 'x', sizeMm: 4, resolutionPx: 4, as: 'x', ...options }),
  );
  const [roi] = entryOf(state, 'rois.x');
  return { roi: roi!, warnings: state.warnings.filter(({ code }) => code !== 'SERIES_MISSING') };
};

const PIXELS = Array.from({ length: 120 }, (_, index) => (index * 37) % 101);
/** 12 rows of 10 columns: columns are 1 mm apart, rows 2 mm. */
const wide = { count: 1, rows: 12, columns: 10, pixelSpacing: [2, 1], pixels: PIXELS } as const;

/** Rows and columns of the picture above, half open. */
const part = ([top, bottom]: readonly [number, number], [left, right]: readonly [number, number]) => ({
  rows: bottom - top,
  columns: right - left,
  pixels: PIXELS.filter((_, index) => {
    const [row, column] = [Math.floor(index / 10), index % 10];
    return row >= top && row < bottom && column >= left && column < right;
  }),
});
const square = { rows: 4, columns: 4 };

describe('cropRois', () => {
  it('cuts a square in millimetres: more columns than rows where rows are farther apart', async () => {
    const { roi } = await cropped(keypointAt({ xNorm: 0.5, yNorm: 0.5 }), [evenSeries('ax', 'Axial T2', wide)]);
    // centre (5, 6) px; 4 mm are 4 columns and 2 rows
    const expected = standardised(resize(part([5, 7], [3, 7]), square));
    expect(maxAbsDiff(roi.pixels, expected)).to.be.at.most(EXACT_FLOAT32);
    expect(roi).to.deep.include({ site: { level: 'l4_l5' }, shape: [1, 4, 4], blank: false });
  });

  it('says what the mirror reverses: columns of axial slices, unless the regions of one side are flipped', async () => {
    const series = [evenSeries('ax', 'Axial T2', wide)];
    const inMirror = async (site: Site, options: Options) =>
      (await cropped(keypointAt({ xNorm: 0.5, yNorm: 0.5 }, site), series, options)).roi.inMirror;
    expect(await inMirror({ level: 'l4_l5' }, { mirror: 'right' })).to.deep.equal({ slices: false, columns: true });
    expect(await inMirror({ level: 'l4_l5', side: 'left' }, {})).to.deep.equal({ slices: false, columns: true });
    for (const side of ['left', 'right'] as const)
      expect(await inMirror({ level: 'l4_l5', side }, { mirror: 'right' })).to.deep.equal({
        slices: false,
        columns: false,
      });
  });

  it('rounds bounds half to even', async () => {
    const { roi } = await cropped(keypointAt({ xNorm: 0.45, yNorm: 0.5 }), [evenSeries('ax', 'Axial T2', wide)]);
    // centre 4.5: 2.5 -> 2 and 6.5 -> 6
    const expected = standardised(resize(part([5, 7], [2, 6]), square));
    expect(maxAbsDiff(roi.pixels, expected)).to.be.at.most(EXACT_FLOAT32);
  });

  it('takes the size from the spacing of each slice, the centre from the first', async () => {
    const { files } = evenSeries('ax', 'Axial T2', { ...wide, count: 2 });
    const coarse = { ...files['2.dcm'], pixelSpacing: [4, 2] as const };
    const series = { id: 'ax', kind: 'Axial T2', files: { '1.dcm': files['1.dcm']!, '2.dcm': coarse } } as const;
    const { roi } = await cropped(keypointAt({ xNorm: 0.5, yNorm: 0.5 }), [series], { sizeMm: 8 }, 2);
    const [fine, half] = [part([4, 8], [1, 9]), part([5, 7], [3, 7])].map((image) => resize(image, square));
    const expected = standardised(Float32Array.of(...fine!, ...half!));
    expect(maxAbsDiff(roi.pixels, expected)).to.be.at.most(EXACT_FLOAT32);
  });

  it('flips the columns of the mirrored side, after standardising', async () => {
    const series = [evenSeries('ax', 'Axial T2', wide)];
    const at = (side: 'left' | 'right') => keypointAt({ xNorm: 0.5, yNorm: 0.5 }, { level: 'l4_l5', side });
    const { roi: right } = await cropped(at('right'), series);
    const { roi: flipped } = await cropped(at('right'), series, { mirror: 'right' });
    const { roi: left } = await cropped(at('left'), series, { mirror: 'right' });
    const rows = [0, 1, 2, 3].map((row) => Array.from(right.pixels.subarray(row * 4, row * 4 + 4)));
    expect(Array.from(flipped.pixels)).to.deep.equal(rows.flatMap((row) => row.toReversed()));
    expect(Array.from(left.pixels)).to.deep.equal(rows.flat());
  });

  it('accepts a square that ends at the border, and warns where it leaves the image', async () => {
    const series = [evenSeries('ax', 'Axial T2', wide)];
    // columns 0..4 of 10
    const inside = await cropped(keypointAt({ xNorm: 0.2, yNorm: 0.5 }), series);
    expect(inside.roi.blank).to.equal(false);
    expect(inside.warnings).to.deep.equal([]);
    const outside = await cropped(keypointAt({ xNorm: 0.1, yNorm: 0.5 }), series);
    expect(outside.roi).to.deep.include({ blank: true, absent: 'ROI_OUT_OF_BOUNDS', shape: [1, 4, 4] });
    expect(outside.roi.pixels.every((value) => value === 0)).to.equal(true);
    expect(outside.warnings).to.deep.equal([
      {
        code: 'ROI_OUT_OF_BOUNDS',
        message: 'the square about the keypoint leaves the image; 0 of 1 slices of the region written',
        seriesId: 'ax',
        site: { level: 'l4_l5' },
        slice: '1.dcm',
      },
    ]);
  });

  it('leaves the stack zero from the first slice whose square leaves it, later ones included', async () => {
    const { files } = evenSeries('ax', 'Axial T2', { ...wide, count: 3 });
    const low = { ...files['2.dcm'], rows: 6, pixels: PIXELS.slice(0, 60) };
    const series = {
      id: 'ax',
      kind: 'Axial T2',
      files: { '1.dcm': files['1.dcm']!, '2.dcm': low, '3.dcm': files['3.dcm']! },
    } as const;
    const { roi, warnings } = await cropped(keypointAt({ xNorm: 0.5, yNorm: 0.5 }), [series], {}, 3);
    const expected = new Float32Array(48);
    expected.set(resize(part([5, 7], [3, 7]), square));
    expect(maxAbsDiff(roi.pixels, standardised(expected))).to.be.at.most(EXACT_FLOAT32);
    expect(roi.blank).to.equal(false);
    expect(roi.absent).to.equal(undefined);
    expect(warnings[0]).to.deep.include({
      message: 'the square about the keypoint leaves the image; 1 of 3 slices of the region written',
      slice: '2.dcm',
    });
  });

  it('gives a blank region of the full size, and a warning, where there is no keypoint', async () => {
    const { roi, warnings } = await cropped(keypointAt(undefined), [evenSeries('ax', 'Axial T2', wide)], {}, 3);
    expect(roi).to.deep.include({ blank: true, absent: 'KEYPOINT_MISSING', shape: [3, 4, 4] });
    expect(roi.pixels.every((value) => value === 0)).to.equal(true);
    expect(warnings.at(-1)).to.deep.equal({
      code: 'KEYPOINT_MISSING',
      message: 'no keypoint; its region stays zero',
      site: { level: 'l4_l5' },
    });
  });

  it('gives a blank region where there is no slice, for the reason that the selection gives', async () => {
    const { roi, warnings } = await cropped(keypointAt({ xNorm: 0.5, yNorm: 0.5 }), [evenSeries('t1', 'Sagittal T1')]);
    expect(roi).to.deep.include({ blank: true, absent: 'SERIES_MISSING' });
    expect(warnings).to.deep.equal([]); // select-slices warned
  });

  it('shows nothing where all pixels of the square have one value, and warns', async () => {
    const flat = (value: number) =>
      cropped(keypointAt({ xNorm: 0.5, yNorm: 0.5 }), [
        evenSeries('ax', 'Axial T2', { ...wide, pixels: new Uint16Array(120).fill(value) }),
      ]);
    expect((await flat(0)).roi).to.deep.include({ blank: true, absent: 'REGION_FLAT' });
    const { roi, warnings } = await flat(1234);
    expect(roi).to.deep.include({ blank: true, absent: 'REGION_FLAT' });
    expect(warnings.map(({ code, seriesId, site }) => [code, seriesId, site])).to.deep.equal([
      ['REGION_FLAT', 'ax', { level: 'l4_l5' }],
    ]);
    const spot = new Uint16Array(120).fill(1234);
    spot[65] = 1235;
    const seen = await cropped(keypointAt({ xNorm: 0.5, yNorm: 0.5 }), [
      evenSeries('ax', 'Axial T2', { ...wide, pixels: spot }),
    ]);
    expect([seen.roi.blank, seen.warnings]).to.deep.equal([false, []]);
  });

  it('warns of a region without slices where nobody said why there are none', async () => {
    const keypoint = keypointAt({ xNorm: 0.5, yNorm: 0.5 });
    const state = stateWith(
      { id: 'small', series: [] },
      adding('slices', exampleSlices()),
      adding('keypoints.x', [keypoint]),
      adding('selections.x', []),
    );
    const after = await through(state, cropRois(fileEnv(), { keypoints: 'x', selections: 'x', as: 'x' }));
    expect(entryOf(after, 'rois.x')[0]).to.deep.include({ blank: true, absent: 'ROI_WITHOUT_SLICES' });
    expect(after.warnings.map(({ code, site }) => [code, site])).to.deep.equal([['ROI_WITHOUT_SLICES', keypoint.site]]);
  });

  it('names the file whose geometry cannot be used', async () => {
    const bad = evenSeries('ax', 'Axial T2', { ...wide, set: { '00280030': undefined } });
    const outcome = await cropped(keypointAt({ xNorm: 0.5, yNorm: 0.5 }), [bad]).catch((error: unknown) => error);
    expect(outcome).to.have.property('code', 'DICOM_TAG_MISSING');
    expect(outcome).to.have.property('where').that.includes({ studyId: 'small', seriesId: 'ax', file: '1.dcm' });
  });
});

describeGoldens('cropRois on the golden studies', () => {
  it('cuts all 180 regions about the label coordinates as the original does', async () => {
    const states = await labelRegions();
    const regions = goldenRegions('rois');
    expect(regions).to.have.length(180);
    for (const region of regions) {
      const state = states.get(region.key.split('/')[0]!)!;
      expect(regionDeviation(state, region), region.key).to.be.at.most(REGION_TOL);
    }
  });
});
