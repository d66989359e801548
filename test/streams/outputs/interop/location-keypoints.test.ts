import { expect } from 'chai';
import { adding, addingAll, stateOf, withAdditions } from '../../../../src/core/study-state.ts';
import { patientPointOf, turnedHeader } from '../../../../src/dicom/index.ts';
import type { Series } from '../../../../src/domain/results.ts';
import type { SliceHeader } from '../../../../src/domain/slice-header.ts';
import type { SliceFile } from '../../../../src/domain/study.ts';
import { AS_STORED, TURNS, type Turn, turnedSize } from '../../../../src/domain/turn.ts';
import { locationKeypoints } from '../../../../src/streams/outputs/interop/location-keypoints.ts';
import type { UsedImage } from '../../../../src/streams/outputs/interop/used-images.ts';

const STORED = { rows: 40, columns: 60 };
const OPTIONS = { probabilities: 'final', spinal: 'sagt2' } as const;

const HEADER: SliceHeader = {
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  ...STORED,
  pixelSpacingMm: { xSpacingMm: 0.5, ySpacingMm: 0.8 },
  positionMm: { x: 4, y: -20, z: 60 },
  rowDirection: { x: 0, y: 1, z: 0 },
  columnDirection: { x: 0, y: 0, z: -1 },
  frameOfReferenceUid: '2.25.3',
};

const GEOMETRY = {
  ...STORED,
  xSpacingMm: 0.5,
  ySpacingMm: 0.8,
  positionMm: { x: 4, y: -20, z: 60 },
  rowDirection: { x: 0, y: 1, z: 0 },
  columnDirection: { x: 0, y: 0, z: -1 },
};

/** A keypoint on the second of three slices, which are stored in some way and looked at in another. */
const foundOn = (turn: Turn, header: SliceHeader = HEADER, instanceNumber: number | undefined = 2) => {
  const files: readonly SliceFile[] = [1, 2, 3].map((number) => ({
    name: `${number}.dcm`,
    path: `/${number}.dcm`,
    instanceNumber: number,
    canonical: { turn, stored: STORED, rescale: false },
  }));
  const series: Series = {
    id: 'a',
    kind: 'Sagittal T2/STIR',
    files,
    orderedFiles: files,
    spacingBetweenSlicesMm: 4,
  };
  const images = files.map(
    (file): UsedImage => ({
      series,
      file,
      header: turnedHeader(header, turn),
      seriesUid: '2.25.1',
      image: { sopClassUid: '1.2', sopInstanceUid: `2.25.2.${file.instanceNumber}` },
    }),
  );
  const point = { xNorm: 0.25, yNorm: 0.4 };
  const state = withAdditions(
    stateOf({ id: '1', series: [] }),
    addingAll(
      adding('series', [series]),
      adding('selections.sagt2', [{ site: {}, series, instanceNumber: undefined, files, count: 3 }]),
      adding('keypoints.sagt2', [
        { site: { level: 'l3_l4' }, seriesId: 'a', instanceNumber, point },
        { site: { level: 'l4_l5' }, seriesId: undefined, instanceNumber: undefined, point: undefined },
      ]),
    ),
  );
  return locationKeypoints(state, OPTIONS, images);
};

describe('locationKeypoints', () => {
  it('has the keypoints that were found, each with its image', () => {
    const [found, ...others] = foundOn(AS_STORED);
    expect(others).to.have.length(0);
    expect(found).to.include({ condition: 'spinal_canal_stenosis', level: 'l3_l4' });
    expect(found?.image.sopInstanceUid).to.equal('2.25.2.2');
    expect(found?.pointPx).to.deep.equal({ xPx: 15, yPx: 16 });
  });

  it('takes the middle slice of its selection where a keypoint names none', () => {
    expect(foundOn(AS_STORED, HEADER, undefined)[0]?.image.sopInstanceUid).to.equal('2.25.2.2');
  });

  for (const [index, turn] of TURNS.entries())
    it(`points at the same site in the patient on the stored picture and in space, turn ${index}`, () => {
      const [found] = foundOn(turn);
      const size = turnedSize(STORED, turn);
      expect(found).to.not.equal(undefined);
      const onImage = patientPointOf(GEOMETRY, found!.pointPx);
      for (const axis of ['x', 'y', 'z'] as const)
        expect(found!.patient!.pointMm[axis]).to.be.closeTo(onImage[axis], 1e-9);
      expect(found!.pointPx.xPx).to.be.within(0, STORED.columns - 1);
      if (turn.flipColumns && !turn.transpose)
        expect(found!.pointPx.xPx).to.equal(STORED.columns - 1 - 0.25 * size.columns);
    });

  it('gives no site in the patient where the image does not say where it lies', () => {
    const { positionMm: _, ...unplaced } = HEADER;
    const [found] = foundOn(AS_STORED, unplaced);
    expect(found?.pointPx).to.deep.equal({ xPx: 15, yPx: 16 });
    expect(found?.patient).to.equal(undefined);
    const { frameOfReferenceUid: __, ...alone } = HEADER;
    expect(foundOn(AS_STORED, alone)[0]?.patient).to.equal(undefined);
  });
});
