import type { Vec3 } from '../../domain/study.ts';
import { cross } from '../../domain/vec3.ts';
import { discOf } from '../anatomy/anatomy.ts';
import type { Patient } from '../anatomy/patient.ts';
import { between, chance, gaussianWithin, pick, type Rng } from '../rng.ts';
import { numbered, type SeriesPlan } from './series-plan.ts';
import { type Grid, plus, sliceAbout } from './slice-plane.ts';

interface SagittalOptions extends Pick<SeriesPlan, 'kind' | 'contrast' | 'thicknessMm' | 'spacingMm'> {
  readonly quirks: boolean;
}

const drawGrid = (rng: Rng, quirks: boolean): Grid => {
  const fieldMm = between(rng, 222, 245);
  const rows = pick(rng, [184, 192, 192, 200]);
  const columns = quirks && chance(rng, 0.12) ? 160 : rows;
  const spacing = (count: number) => Number((fieldMm / count).toFixed(4));
  return { rows, columns, xSpacingMm: spacing(columns), ySpacingMm: spacing(rows) };
};

/** Centre of the stack: half way between the ends of the lumbar canal, slightly anterior. */
const stackCentre = (rng: Rng, { curve, layout }: Patient): Vec3 => {
  const at = (disc: number) => layout.discs[disc]!.middleMm;
  const [top, bottom] = [at(discOf('l1_l2')), at(discOf('l5_s1'))].map((sMm) =>
    curve.toPatient({ lateralMm: 0, sMm, depthMm: 22 }),
  );
  return {
    x: (top!.x + bottom!.x) / 2 + gaussianWithin(rng, { mean: 0, deviation: 0.7 }),
    y: (top!.y + bottom!.y) / 2 - between(rng, 8, 24),
    z: (top!.z + bottom!.z) / 2 + between(rng, -7, 7),
  };
};

/** Directions of a stack rotated about the patient's long axis and, less, tilted sideways. */
const directions = (turnRad: number, rollRad: number) => {
  const rowDirection = { x: -Math.sin(turnRad), y: Math.cos(turnRad), z: 0 };
  const columnDirection = {
    x: Math.sin(rollRad) * Math.cos(turnRad),
    y: Math.sin(rollRad) * Math.sin(turnRad),
    z: -Math.cos(rollRad),
  };
  return { rowDirection, columnDirection };
};

/** One sagittal series: 13 to 17 parallel slices from the patient's right to left, or left to right. */
export const planSagittal = (rng: Rng, patient: Patient, { quirks, ...plan }: SagittalOptions): SeriesPlan => {
  const turned = quirks && chance(rng, 0.25);
  const lines = directions(turned ? between(rng, -0.05, 0.05) : 0, turned ? between(rng, -0.025, 0.025) : 0);
  const grid = drawGrid(rng, quirks);
  const count = pick(rng, [15, 15, 15, 15, 13, 17, 16, 14]);
  const centre = stackCentre(rng, patient);
  const leftwards = cross(lines.columnDirection, lines.rowDirection);
  const geometries = Array.from({ length: count }, (_, index) =>
    sliceAbout(plus(centre, leftwards, (index - (count - 1) / 2) * plan.spacingMm), grid, lines),
  );
  return {
    ...plan,
    statesSpacing: !(quirks && chance(rng, 0.04)),
    noise: between(rng, 0.012, 0.03),
    slices: numbered(rng, geometries, { reversed: quirks && chance(rng, 0.3), quirks }),
  };
};
