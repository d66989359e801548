import { expect } from 'chai';
import type { SliceGeometry, Vec3 } from '../../src/domain/study.ts';
import type { Location } from '../../src/domain/vocabulary.ts';
import { sliceAbout } from '../../src/phantom/acquisition/slice-plane.ts';
import { landmarksOf } from '../../src/phantom/anatomy/landmarks.ts';
import { type Contrast, drawSignals } from '../../src/phantom/anatomy/tissues.ts';
import { renderSlice, signalPainter } from '../../src/phantom/painting/render-slice.ts';
import { createRng } from '../../src/phantom/rng.ts';
import { patientWith } from './anatomy-fixture.ts';

/** Middles of what the three grades are drawn from. */
const GRADES = [0.1, 0.55, 0.9];
const PIXEL_MM = 0.8;

const axial = { rowDirection: { x: 1, y: 0, z: 0 }, columnDirection: { x: 0, y: 1, z: 0 } };
const sagittal = { rowDirection: { x: 0, y: 1, z: 0 }, columnDirection: { x: 0, y: 0, z: -1 } };

/** Area in mm2 brighter than a threshold within a square about the place, in a noiseless picture of a patient with that narrowing. */
const brightArea = (
  location: Location,
  narrowing: number,
  o: { sizeMm: number; lines: typeof axial; contrast: Contrast; above: number },
): number => {
  const patient = patientWith({ [location]: narrowing });
  const centre: Vec3 = landmarksOf(patient)[location];
  const count = Math.round(o.sizeMm / PIXEL_MM);
  const grid = { rows: count, columns: count, xSpacingMm: PIXEL_MM, ySpacingMm: PIXEL_MM };
  const geometry: SliceGeometry = sliceAbout(centre, grid, o.lines);
  const paint = signalPainter(patient, drawSignals(createRng(9), o.contrast));
  const pixels = renderSlice(patient, paint, { geometry, thicknessMm: 4 });
  return pixels.filter((value) => value > o.above).length * PIXEL_MM * PIXEL_MM;
};

describe('narrowing', () => {
  it('leaves less fluid in the canal, step by step: more than 100 mm2, about half of it, next to none', () => {
    const csf = { sizeMm: 24, lines: axial, contrast: 'T2', above: 0.84 } as const;
    const areas = GRADES.map((narrowing) => brightArea('spinal_canal_stenosis_l4_l5', narrowing, csf));
    expect(areas[0]).to.be.above(100);
    expect(areas[1]).to.be.within(0.3 * areas[0]!, 0.75 * areas[0]!);
    expect(areas[2]).to.be.below(0.15 * areas[0]!);
  });

  it('never gives fluid back as the canal narrows', () => {
    const csf = { sizeMm: 24, lines: axial, contrast: 'T2', above: 0.84 } as const;
    const areas = [0, 0.2, 0.4, 0.6, 0.8, 1].map((n) => brightArea('spinal_canal_stenosis_l3_l4', n, csf));
    for (let i = 1; i < areas.length; i++) expect(areas[i]).to.be.below(areas[i - 1]! + 2);
  });

  it('takes the fat from a foramen on T1', () => {
    const fat = { sizeMm: 16, lines: sagittal, contrast: 'T1', above: 0.75 } as const;
    const areas = GRADES.map((narrowing) => brightArea('left_neural_foraminal_narrowing_l4_l5', narrowing, fat));
    expect(areas[0]).to.be.above(25);
    expect(areas[1]).to.be.below(0.8 * areas[0]!);
    expect(areas[2]).to.be.below(0.25 * areas[0]!);
  });

  it('closes a recess on axial T2', () => {
    const open = { sizeMm: 9, lines: axial, contrast: 'T2', above: 0.6 } as const;
    const areas = GRADES.map((narrowing) => brightArea('right_subarticular_stenosis_l3_l4', narrowing, open));
    expect(areas[1]).to.be.below(0.8 * areas[0]!);
    expect(areas[2]).to.be.below(0.4 * areas[0]!);
  });
});
