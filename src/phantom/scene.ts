import type { SliceGeometry } from '../domain/study.ts';
import type { Anatomy } from './anatomy.ts';
import { type ColumnLayout, layoutColumn } from './column-layout.ts';
import { drawStrands, type Strand } from './nerve-roots.ts';
import { drawOrgans, type Organs } from './organs.ts';
import { archPainter } from './paint-arch.ts';
import { canalPainter } from './paint-canal.ts';
import { columnPainter } from './paint-column.ts';
import { surroundingsPainter } from './paint-surroundings.ts';
import { newProbe, type Probe } from './probe.ts';
import { type Profiles, profilesOf, rowAt } from './profiles.ts';
import type { Rng } from './rng.ts';
import { type SpineCurve, spineCurve } from './spine-curve.ts';
import { locateInto, type SpineMap, spineMap } from './spine-map.ts';
import { createTexture, type Texture } from './texture.ts';
import type { Signals } from './tissues.ts';

/** A patient lying in the scanner: everything that does not depend on the pulse sequence. */
export interface Patient {
  readonly anatomy: Anatomy;
  readonly layout: ColumnLayout;
  readonly curve: SpineCurve;
  readonly map: SpineMap;
  readonly profiles: Profiles;
  readonly organs: Organs;
  readonly strands: readonly Strand[];
  readonly texture: Texture;
}

export const patientOf = (anatomy: Anatomy, rng: Rng): Patient => {
  const layout = layoutColumn(anatomy);
  const curve = spineCurve(anatomy, layout);
  return {
    anatomy,
    layout,
    curve,
    map: spineMap(curve, anatomy),
    profiles: profilesOf(anatomy, layout),
    organs: drawOrgans(rng, anatomy),
    strands: drawStrands(rng, layout),
    texture: createTexture(rng),
  };
};

/** Moves the probe and works out where it is in the spine. */
const moveTo = (p: Probe, { curve, map, anatomy }: Patient, at: { x: number; y: number; z: number }): void => {
  p.x = at.x;
  p.y = at.y;
  p.z = at.z;
  locateInto(p, map, at);
  p.row = rowAt(p.s);
  p.u /= anatomy.size;
  p.lx = (at.x - curve.midlineMm(p.s)) / anatomy.size;
  p.ax = Math.abs(p.lx);
  p.side = p.lx >= 0 ? 0 : 1;
};

/** Signal of one point of the patient, 0 outside him. */
export const signalPainter = (patient: Patient, signals: Signals) => {
  const scene = { ...patient, signals };
  const surroundings = surroundingsPainter(scene, patient.organs);
  const column = columnPainter(scene);
  const canal = canalPainter(scene, patient.strands);
  const arch = archPainter(scene);
  return (p: Probe): void => {
    if (!surroundings(p) || p.ax > 100) return;
    canal(p);
    column(p);
    arch(p);
  };
};

/** Where structures are so large that one plane stands for the thickness of the slice. */
const isFarFromSpine = ({ ax, u }: Probe): boolean => ax > 27 || u < -20 || u > 50;

/**
 * Noiseless signal of a slice, [rows, columns], about 0..1. Thickness is sampled at `layers` planes.
 */
export const renderSlice = (
  patient: Patient,
  paint: (p: Probe) => void,
  o: { geometry: SliceGeometry; thicknessMm: number; layers?: number },
): Float32Array => {
  const { geometry: g, thicknessMm, layers = 2 } = o;
  const { rowDirection: r, columnDirection: c, positionMm } = g;
  const normal = { x: r.y * c.z - r.z * c.y, y: r.z * c.x - r.x * c.z, z: r.x * c.y - r.y * c.x };
  const pixels = new Float32Array(g.rows * g.columns);
  const probe = newProbe(0.5 * (g.xSpacingMm + g.ySpacingMm));
  const offsetsMm = Array.from({ length: layers }, (_, layer) => ((layer + 0.5) / layers - 0.5) * thicknessMm);
  const at = { x: 0, y: 0, z: 0 };
  for (let i = 0; i < pixels.length; i++) {
    const dx = (i % g.columns) * g.xSpacingMm;
    const dy = Math.floor(i / g.columns) * g.ySpacingMm;
    let sum = 0;
    for (const offMm of offsetsMm) {
      at.x = positionMm.x + dx * r.x + dy * c.x + offMm * normal.x;
      at.y = positionMm.y + dx * r.y + dy * c.y + offMm * normal.y;
      at.z = positionMm.z + dx * r.z + dy * c.z + offMm * normal.z;
      moveTo(probe, patient, at);
      paint(probe);
      if (isFarFromSpine(probe)) {
        sum = probe.value * layers;
        break;
      }
      sum += probe.value;
    }
    pixels[i] = sum / layers;
  }
  return pixels;
};
