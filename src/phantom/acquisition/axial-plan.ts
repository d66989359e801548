import type { SliceGeometry, Vec3 } from '../../domain/study.ts';
import { LEVELS, type Level } from '../../domain/vocabulary.ts';
import { discOf } from '../anatomy/anatomy.ts';
import type { Patient } from '../anatomy/patient.ts';
import { between, chance, pick, type Rng } from '../rng.ts';
import { numbered, type SeriesPlan } from './series-plan.ts';
import { type Grid, plus, sliceAbout } from './slice-plane.ts';

/** Canal depth behind the centre line, on which axial slices are centred. */
const CANAL_MM = 22;
const X_AXIS: Vec3 = { x: 1, y: 0, z: 0 };

interface Layout {
  readonly grid: Grid;
  readonly spacingMm: number;
  readonly aside: { readonly xMm: number; readonly yMm: number };
}

const drawLayout = (rng: Rng, quirks: boolean): Layout => {
  const fieldMm = between(rng, 160, 182);
  const rows = pick(rng, [152, 160, 160, 168]);
  const columns = quirks && chance(rng, 0.12) ? 144 : rows;
  const spacing = (count: number) => Number((fieldMm / count).toFixed(4));
  return {
    grid: { rows, columns, xSpacingMm: spacing(columns), ySpacingMm: spacing(rows) },
    spacingMm: Number(between(rng, 4, 4.8).toFixed(3)),
    aside: { xMm: between(rng, -5, 5), yMm: between(rng, -12, 8) },
  };
};

const canalAt = ({ curve, layout, anatomy }: Patient, level: Level): Vec3 =>
  curve.toPatient({ lateralMm: 0, sMm: layout.discs[discOf(level)]!.middleMm, depthMm: CANAL_MM * anatomy.size });

/** Directions of a slice tilted by an angle; 0 is straight across the patient. */
const leaning = (tiltRad: number) => ({
  rowDirection: X_AXIS,
  columnDirection: { x: 0, y: Math.cos(tiltRad), z: -Math.sin(tiltRad) },
});

/** Slices from head to feet about a point; `from` and `to` count slices above and below it. */
const run = (centre: Vec3, tiltRad: number, o: Layout & { above: number; below: number }): readonly SliceGeometry[] => {
  const lines = leaning(tiltRad);
  const up = { x: 0, y: Math.sin(tiltRad), z: Math.cos(tiltRad) };
  const aside = plus(plus(centre, X_AXIS, o.aside.xMm), lines.columnDirection, o.aside.yMm);
  return Array.from({ length: o.above + o.below + 1 }, (_, index) =>
    sliceAbout(plus(aside, up, (o.above - index) * o.spacingMm), o.grid, lines),
  );
};

/** Four or five slices at each level, parallel or tilted with the disc. */
const blocks = (rng: Rng, patient: Patient, o: Layout & { levels: readonly Level[]; tilted: boolean }) => {
  const below = pick(rng, [1, 2]);
  return o.levels.flatMap((level) => {
    const tiltRad = patient.curve.tiltRad(patient.layout.discs[discOf(level)]!.middleMm);
    const centre = plus(canalAt(patient, level), { x: 0, y: 0, z: between(rng, -1.5, 1.5) });
    return run(centre, o.tilted ? tiltRad * between(rng, 0.85, 1.05) : 0, { ...o, above: 2, below });
  });
};

/** One stack from above L1/L2 to below the last level. */
const stack = (patient: Patient, o: Layout & { levels: readonly Level[] }) => {
  const [top, bottom] = [canalAt(patient, o.levels[0]!), canalAt(patient, o.levels.at(-1)!)];
  const middle = plus(top, plus(bottom, top, -1), 0.5);
  const half = Math.ceil((top.z - bottom.z + 16) / 2 / o.spacingMm);
  return run(middle, 0, { ...o, above: half, below: half });
};

/** Levels of each series: rarely two series split them, or the last level is omitted. */
const drawLevels = (rng: Rng, quirks: boolean): readonly (readonly Level[])[] => {
  const roll = quirks ? rng() : 1;
  if (roll < 0.08) return [LEVELS.slice(0, 2), LEVELS.slice(2)];
  if (roll < 0.11) return [LEVELS.slice(0, 4)];
  return [LEVELS];
};

/** The axial series of a study: blocks at the levels or one stack, numbered from the head or from the feet. */
export const planAxial = (rng: Rng, patient: Patient, { quirks }: { quirks: boolean }): readonly SeriesPlan[] => {
  const asStack = chance(rng, 0.3);
  const layout = drawLayout(rng, quirks);
  const tilted = quirks && chance(rng, 0.6);
  const thicknessMm = Number((layout.spacingMm * 0.9).toFixed(3));
  const reversed = quirks && chance(rng, 0.3);
  return drawLevels(rng, quirks).map(
    (levels): SeriesPlan => ({
      kind: 'Axial T2',
      contrast: 'T2',
      thicknessMm,
      spacingMm: layout.spacingMm,
      statesSpacing: true,
      noise: between(rng, 0.012, 0.03),
      slices: numbered(
        rng,
        asStack ? stack(patient, { ...layout, levels }) : blocks(rng, patient, { ...layout, levels, tilted }),
        { reversed, quirks },
      ),
    }),
  );
};
