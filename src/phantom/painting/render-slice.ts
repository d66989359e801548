import type { SliceGeometry } from '../../domain/study.ts';
import { normalOf } from '../acquisition/slice-plane.ts';
import { backWall, frontWall } from '../anatomy/passages.ts';
import type { Patient } from '../anatomy/patient.ts';
import { rowAt } from '../anatomy/profiles.ts';
import { locateInto } from '../anatomy/spine-map.ts';
import type { Signals } from '../anatomy/tissues.ts';
import { archPainter } from './paint-arch.ts';
import { canalPainter } from './paint-canal.ts';
import { columnPainter } from './paint-column.ts';
import { pelvisPainter, pelvisTopMm } from './paint-pelvis.ts';
import { surroundingsPainter } from './paint-surroundings.ts';
import { newProbe, type Painter, type Probe } from './probe.ts';

/** Updates the probe's position in the spine from its patient coordinates. */
const locate = (p: Probe, { map, midlinesMm, anatomy }: Patient): void => {
  locateInto(p, map);
  p.row = rowAt(p.s);
  p.u /= anatomy.size;
  p.lx = (p.x - midlinesMm[p.row]!) / anatomy.size;
  p.ax = Math.abs(p.lx);
  p.side = p.lx >= 0 ? 0 : 1;
};

/** Lateral, anterior and posterior limits of the spine, in mm of an average adult. */
const SPINE_REACH = { aside: 46, front: -24, back: 66 };

/** Signal of one point of the patient, 0 outside. */
export const signalPainter = (patient: Patient, signals: Signals): Painter => {
  const scene = { ...patient, signals };
  const surroundings = surroundingsPainter(scene);
  const [column, canal, arch] = [columnPainter(scene), canalPainter(scene), archPainter(scene)];
  const pelvis = pelvisPainter(scene);
  const pelvisMm = pelvisTopMm(scene);
  const { profiles } = patient;
  return (p) => {
    if (!surroundings(p)) return;
    if (p.s < pelvisMm) pelvis(p);
    if (p.ax > SPINE_REACH.aside || p.u < SPINE_REACH.front || p.u > SPINE_REACH.back) return;
    p.front = frontWall(profiles, p);
    p.back = backWall(profiles, p);
    canal(p);
    column(p);
    arch(p);
  };
};

/** Region of structures so large that one plane represents the slice thickness. */
const isFarFromSpine = (p: Probe): boolean => p.ax > 25 || p.u < -19 || p.u > 40;

/**
 * Noiseless signal of a slice, [rows, columns], about 0..1. Near the spine, two planes represent the thickness, a quarter of it on either side of the
 * centre; elsewhere one does.
 */
export const renderSlice = (
  patient: Patient,
  paint: Painter,
  { geometry: g, thicknessMm }: { geometry: SliceGeometry; thicknessMm: number },
): Float32Array => {
  const { rowDirection: r, columnDirection: c, positionMm } = g;
  const normal = normalOf(g);
  const pixels = new Float32Array(g.rows * g.columns);
  const probe = newProbe(0.5 * (g.xSpacingMm + g.ySpacingMm));
  const look = (downMm: number, acrossMm: number, offMm: number): void => {
    probe.x = positionMm.x + acrossMm * r.x + downMm * c.x + offMm * normal.x;
    probe.y = positionMm.y + acrossMm * r.y + downMm * c.y + offMm * normal.y;
    probe.z = positionMm.z + acrossMm * r.z + downMm * c.z + offMm * normal.z;
    locate(probe, patient);
    paint(probe);
  };
  for (let row = 0, i = 0; row < g.rows; row++) {
    for (let column = 0; column < g.columns; column++, i++) {
      look(row * g.ySpacingMm, column * g.xSpacingMm, -thicknessMm / 4);
      pixels[i] = probe.value;
      if (isFarFromSpine(probe)) continue;
      look(row * g.ySpacingMm, column * g.xSpacingMm, thicknessMm / 4);
      pixels[i] = (pixels[i]! + probe.value) / 2;
    }
  }
  return pixels;
};
