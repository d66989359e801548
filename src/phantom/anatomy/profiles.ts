import { type Anchor, clamp, hill, smoothStep, throughAnchors } from '../smooth.ts';
import { type Anatomy, type DiscAnatomy, discOf, S1, topOfSacrum } from './anatomy.ts';
import type { ColumnLayout } from './column-layout.ts';
import { S_MAX_MM, S_MIN_MM } from './spine-curve.ts';

const STEP_MM = 0.25;
const COUNT = Math.round((S_MAX_MM - S_MIN_MM) / STEP_MM) + 1;

/** Nearest row, clamped; `| 0` keeps it an integer for the engine. */
export const rowAt = (sMm: number): number => clamp((sMm - S_MIN_MM) / STEP_MM + 0.5, 0, COUNT - 1) | 0;

/** Tabulates a function of arc length by row. */
export const tabulated = (f: (sMm: number) => number): Float64Array =>
  Float64Array.from({ length: COUNT }, (_, row) => f(S_MIN_MM + row * STEP_MM));

/** Half width and half depth of the body at the centre of each vertebra, T10 to S4. */
const HALF_WIDTHS = [15, 16, 18, 20, 21, 22, 23.5, 25, 25, 18, 14, 11];
const HALF_DEPTHS = [14, 14.5, 15, 15.5, 16, 16.5, 17, 17, 15.5, 9.5, 7, 5];
/** Lateral position of the foramen at each disc, T10/T11 to S3/S4; the graded ones are those of the method's slices. */
export const FORAMEN_AT = [12.5, 13, 14, 14.9, 15.7, 16.7, 17.8, 18.9, 17, 15, 13];

const canalCurves = (anatomy: Anatomy, { discs }: ColumnLayout) => {
  const at = (disc: number) => discs[disc]!.middleMm;
  const [l1l2, l5s1, s1s2] = [at(discOf('l1_l2')), at(discOf('l5_s1')), at(S1)];
  /** Values at L1, L3/L4, L5/S1 and S1/S2. */
  const anchors = (values: readonly number[]): Anchor[] => [
    [s1s2, values[3]!],
    [l5s1, values[2]!],
    [at(discOf('l3_l4')), values[1]!],
    [l1l2 + 40, values[0]!],
  ];
  return {
    gap: throughAnchors(anchors([0.8, 1.3, 3.6, 4.5])),
    depth: throughAnchors(anchors([7.4, 7.2, 6.4, 4.6].map((depth) => depth * anatomy.canalDepth))),
    width: throughAnchors(anchors([8.8, 9, 8.6, 6.2].map((width) => width * anatomy.canalWidth))),
    end: s1s2 + anatomy.sacEndMm,
  };
};

/** One row: its position, the nearest disc, the offset from that disc's centre, the distance to its endplate. */
interface Row {
  readonly s: number;
  readonly disc: number;
  readonly here: DiscAnatomy;
  readonly t: number;
  readonly half: number;
}

const rowsOf = (anatomy: Anatomy, { discs }: ColumnLayout): readonly Row[] =>
  Array.from({ length: COUNT }, (_, row) => {
    const s = S_MIN_MM + row * STEP_MM;
    const offMm = (disc: number) => Math.abs(s - discs[disc]!.middleMm);
    const disc = discs.reduce((best, _each, index) => (offMm(index) < offMm(best) ? index : best), 0);
    const here = anatomy.discs[disc]!;
    return { s, disc, here, t: s - discs[disc]!.middleMm, half: here.heightMm / 2 };
  });

/** Bodies are narrower half way between their endplates. */
const waistMm = ({ t, half }: Row): number => 1.9 * smoothStep(0, 11, Math.abs(t) - half);

/** A curve through a value at the centre of each vertebra, T10 first. */
const alongVertebrae = ({ vertebrae }: ColumnLayout, values: readonly number[]) =>
  throughAnchors(vertebrae.map(({ middleMm }, i): Anchor => [middleMm, values[i]!]).reverse());

/** Tabulates the quantities that vary along the spine only, by row; lengths in mm of an average adult. */
export const profilesOf = (anatomy: Anatomy, layout: ColumnLayout) => {
  const rows = rowsOf(anatomy, layout);
  const table = (of: (row: Row) => number): Float64Array => Float64Array.from(rows, of);
  const width = alongVertebrae(layout, HALF_WIDTHS);
  const depth = alongVertebrae(layout, HALF_DEPTHS);
  const canal = canalCurves(anatomy, layout);
  const sacrum = topOfSacrum(anatomy);
  const backWall = (row: Row) => 0.9 * depth(row.s) - 0.6 * waistMm(row);
  const sacCentre = (row: Row) => backWall(row) + canal.gap(row.s) + canal.depth(row.s);
  const taper = ({ s }: Row) => smoothStep(canal.end - 4, canal.end + 20, s);
  const recessFade = ({ t, half }: Row) => hill((t + 1) / (half + 8));
  const foramenFade = ({ t, half }: Row) => hill(t / (half + 9));
  return {
    /** Index of the nearest disc. */
    disc: Int8Array.from(rows, ({ disc }) => disc),
    /** Distance to the nearest endplate, negative inside a vertebra. */
    endplate: table(({ t, half }) => half - Math.abs(t)),
    /** Half axes of the vertebral body or disc, and the position of its flat back. */
    bodyWidth: table((row) => width(row.s) - waistMm(row)),
    bodyDepth: table((row) => depth(row.s) - waistMm(row)),
    backWall: table(backWall),
    /** Bulge of a disc's rim. */
    bulge: table(({ here, t, half }) => here.bulgeMm * hill(t / (half + 1.5))),
    /** Fat between the back of the body and the sac. */
    sacGap: table(({ s }) => canal.gap(s)),
    /** Centre and half axes of the uncompressed dural sac. */
    sacCentre: table(sacCentre),
    sacDepth: table((row) => canal.depth(row.s) * taper(row)),
    sacWidth: table((row) => canal.width(row.s) * taper(row)),
    /** Inner crest of the ligamenta flava in the midline before thickening. */
    roof: table((row) => sacCentre(row) + canal.depth(row.s) + 1.6 + 1.6 * hill(row.t / (row.half + 10))),
    /** Narrowing (0..1) of canal, recesses and foramina, decreasing away from the disc. */
    canal: table(({ here, t, half }) => here.canal * hill(t / (half + 8))),
    recessLeft: table((row) => row.here.recess[0] * recessFade(row)),
    recessRight: table((row) => row.here.recess[1] * recessFade(row)),
    foramenLeft: table((row) => row.here.foramen[0] * foramenFade(row)),
    foramenRight: table((row) => row.here.foramen[1] * foramenFade(row)),
    /** Lateral position of the foramen. */
    foramenAt: table(({ disc }) => FORAMEN_AT[disc]!),
    /** 1 at disc height, where the flava are; 0 behind the vertebrae. */
    interlaminar: table(({ disc, t, half }) => (disc < sacrum ? smoothStep(0, 4, half + 9 - Math.abs(t)) : 0)),
  };
};

export type Profiles = Readonly<ReturnType<typeof profilesOf>>;
