import { expect } from 'chai';
import {
  boxAround,
  crosses,
  shareCrossing,
  sharedHeight,
  shareRepeated,
  showSamePlane,
} from '../../../src/dicom/series/extent.ts';
import { placeOf, type SlicePlace } from '../../../src/dicom/slice-place.ts';
import { indexedSeries, type SeriesGiven } from '../../support/indexed-series.ts';

const at = (z: number, x = 0) => ({ x, y: 0, z });
const placesOf = (given: Omit<SeriesGiven, 'id'>): readonly SlicePlace[] =>
  indexedSeries({ id: 'a', ...given }).slices.map(({ header }) => placeOf(header)!);

describe('placeOf', () => {
  it('finds centre, normal and corners of a slice', () => {
    const [place] = placesOf({ plane: 'axial', slices: 1, centreMm: { x: 10, y: -20, z: 30 }, fieldMm: 101 });
    expect(place).to.deep.equal({
      centreMm: { x: 10, y: -20, z: 30 },
      normal: { x: 0, y: 0, z: 1 },
      halfWidthMm: 50,
      halfHeightMm: 50,
      box: { min: { x: -40, y: -70, z: 30 }, max: { x: 60, y: 30, z: 30 } },
    });
  });

  it('needs all of the geometry, and directions that are no line', () => {
    const { header } = indexedSeries({ id: 'a', plane: 'axial', slices: 1 }).slices[0]!;
    expect(placeOf(header)).to.not.equal(undefined);
    for (const key of ['rows', 'columns', 'pixelSpacingMm', 'positionMm', 'rowDirection', 'columnDirection'] as const)
      expect(placeOf({ ...header, [key]: undefined }), key).to.equal(undefined);
    expect(placeOf({ ...header, columnDirection: header.rowDirection })).to.equal(undefined);
  });
});

describe('overlaps', () => {
  const spine = boxAround(placesOf({ plane: 'sagittal' }))!;

  it('an axial slice crosses a sagittal series at its height, and over it', () => {
    const cross = (z: number, x = 0) => crosses(placesOf({ plane: 'axial', slices: 1, centreMm: at(z, x) })[0]!, spine);
    expect([cross(0), cross(139), cross(-139)]).to.deep.equal([true, true, true]);
    expect([cross(140), cross(-140)]).to.deep.equal([false, false]);
    expect([cross(0, 117), cross(0, 118)]).to.deep.equal([true, false]); // 89.5 mm and 28 mm to the sides
    expect(shareCrossing(placesOf({ plane: 'axial', slices: 4, gapMm: 100 }), spine)).to.equal(0.5);
    expect(shareCrossing([], spine)).to.equal(0);
  });

  it('two sagittal series share the height that both cover', () => {
    const other = (z: number, x = 0) => boxAround(placesOf({ plane: 'sagittal', centreMm: at(z, x) }))!;
    expect(sharedHeight(other(0), spine)).to.equal(1);
    expect(sharedHeight(other(139.5), spine)).to.be.closeTo(0.5, 1e-9);
    expect(sharedHeight(other(300), spine)).to.equal(0);
    expect(sharedHeight(other(0, 100), spine)).to.equal(0);
  });

  it('there is no box round nothing', () => {
    expect(boxAround([])).to.equal(undefined);
  });
});

describe('showSamePlane', () => {
  const slice = (given: Partial<SeriesGiven>) => placesOf({ plane: 'axial', slices: 1, ...given })[0]!;
  const tilted = (angleDeg: number): SlicePlace => {
    const angle = (angleDeg * Math.PI) / 180;
    const directions = { columnDirection: { x: 0, y: Math.cos(angle), z: Math.sin(angle) } };
    const { header } = indexedSeries({ id: 'a', plane: 'axial', slices: 1 }).slices[0]!;
    const corner = (axis: 'y' | 'z') => -89.5 * directions.columnDirection[axis];
    return placeOf({ ...header, ...directions, positionMm: { x: -89.5, y: corner('y'), z: corner('z') } })!;
  };

  it('holds within half a millimetre, half a degree and the picture', () => {
    expect(showSamePlane(slice({}), slice({ centreMm: at(0.5) }))).to.equal(true);
    expect(showSamePlane(slice({}), slice({ centreMm: at(0.6) }))).to.equal(false);
    expect(showSamePlane(slice({}), tilted(0.4))).to.equal(true);
    expect(showSamePlane(slice({}), tilted(0.6))).to.equal(false);
    expect(showSamePlane(slice({}), slice({ centreMm: at(0, 80) }))).to.equal(true);
    expect(showSamePlane(slice({}), slice({ centreMm: at(0, 100) }))).to.equal(false);
  });

  it('does not ask in which direction a slice was stored', () => {
    const place = slice({});
    const turned = { ...place, normal: { x: 0, y: 0, z: -1 } };
    expect(showSamePlane(place, turned)).to.equal(true);
  });

  it('counts the slices of a series that others repeat', () => {
    const stack = placesOf({ plane: 'axial', slices: 10, gapMm: 5 });
    const half = placesOf({ plane: 'axial', slices: 5, gapMm: 5, centreMm: at(12.5) });
    expect(shareRepeated(stack, half)).to.equal(0.5);
    expect(shareRepeated(half, stack)).to.equal(1);
    expect(shareRepeated([], stack)).to.equal(0);
  });
});
