import { type Anatomy, discOf, S1, type Sided } from './anatomy.ts';
import type { ColumnLayout } from './column-layout.ts';
import { type Anchor, clamp, hill, smoothStep, throughAnchors } from './smooth.ts';
import { S_MAX_MM, S_MIN_MM } from './spine-curve.ts';

const STEP_MM = 0.25;
const COUNT = Math.round((S_MAX_MM - S_MIN_MM) / STEP_MM) + 1;

const FIELDS = [
  /** To the nearest endplate, negative inside a vertebra. */
  'endplate',
  /** Half axes of the vertebral body or disc, and where its flat back lies. */
  'bodyWidth',
  'bodyDepth',
  'backWall',
  /** The rim of discs bulges all round. */
  'bulge',
  /** Fat between the back of the body and the sac. */
  'sacGap',
  /** Centre and half axes of the dural sac before anything presses on it. */
  'sacCentre',
  'sacDepth',
  'sacWidth',
  /** Inner crest of the ligamenta flava in the midline before it thickens. */
  'roof',
  /** Narrowing (0..1) of canal, recesses and foramina, fading away from the disc. */
  'canal',
  'recessLeft',
  'recessRight',
  'foramenLeft',
  'foramenRight',
  /** Where the foramen lies sideways. */
  'foramenAt',
  /** 1 at disc height, 0 behind the vertebrae: where the flava are. */
  'interlaminar',
] as const;
type Field = (typeof FIELDS)[number];

/** Everything that varies along the spine only, tabulated; lengths in mm of an average adult. */
export interface Profiles extends Readonly<Record<Field, Float64Array>> {
  /** Nearest disc. */
  readonly disc: Int8Array;
}

export const rowAt = (sMm: number): number => clamp(Math.round((sMm - S_MIN_MM) / STEP_MM), 0, COUNT - 1);

/** Half width and half depth of the body at the middle of each vertebra, T10 to S4. */
const HALF_WIDTHS = [15, 16, 18, 20, 21, 22, 23.5, 25, 25, 18, 14, 11];
const HALF_DEPTHS = [14, 14.5, 15, 15.5, 16, 16.5, 17, 17, 15.5, 9.5, 7, 5];
/** Lateral position of the foramen at each disc, T10/T11 to S3/S4; the graded ones are those of the method's slices. */
export const FORAMEN_AT = [12.5, 13, 14, 14.9, 15.7, 16.7, 17.8, 18.9, 17, 15, 13];

const canalCurves = (anatomy: Anatomy, { discs }: ColumnLayout) => {
  const at = (disc: number) => discs[disc]!.middleMm;
  const [l1l2, l5s1, s1s2] = [at(discOf('l1_l2')), at(discOf('l5_s1')), at(S1)];
  const anchors = (values: readonly [number, number, number, number]): Anchor[] => [
    [s1s2, values[3]],
    [l5s1, values[2]],
    [at(discOf('l3_l4')), values[1]],
    [l1l2 + 40, values[0]],
  ];
  return {
    gap: throughAnchors(anchors([0.8, 1.3, 3.6, 4.5])),
    depth: throughAnchors(anchors([7.4, 7.2, 6.4, 4.6])),
    width: throughAnchors(anchors([8.8, 9, 8.6, 6.2])),
    end: s1s2 + anatomy.sacEndMm,
  };
};

const disturbanceOf = (layout: ColumnLayout) => {
  const nearest = (s: number): number =>
    layout.discs.reduce(
      (best, { middleMm }, disc) => (Math.abs(s - middleMm) < Math.abs(s - layout.discs[best]!.middleMm) ? disc : best),
      0,
    );
  /** Signed distance to the nearest endplate. */
  const endplate = (s: number, disc: number): number =>
    Math.abs(s - layout.discs[disc]!.middleMm) - (layout.discs[disc]!.topMm - layout.discs[disc]!.middleMm);
  return { nearest, endplate };
};

/** Waist: bodies are narrower half way between their endplates. */
const WAIST_MM = 1.9;

const sideOf = (sided: Sided, side: 0 | 1, fade: number): number => sided[side] * fade;

/** Tabulates the patient along the spine. */
export const profilesOf = (anatomy: Anatomy, layout: ColumnLayout): Profiles => {
  const tables = Object.fromEntries(FIELDS.map((field) => [field, new Float64Array(COUNT)])) as Record<
    Field,
    Float64Array
  >;
  const disc = new Int8Array(COUNT);
  const middles = [...layout.vertebrae].reverse();
  const along = (values: readonly number[]) =>
    throughAnchors(middles.map(({ middleMm }, i) => [middleMm, values[values.length - 1 - i]!] as const));
  const [bodyWidth, bodyDepth] = [along(HALF_WIDTHS), along(HALF_DEPTHS)];
  const canal = canalCurves(anatomy, layout);
  const { nearest, endplate } = disturbanceOf(layout);
  for (let row = 0; row < COUNT; row++) {
    const s = S_MIN_MM + row * STEP_MM;
    const k = nearest(s);
    disc[row] = k;
    const here = anatomy.discs[k]!;
    const t = s - layout.discs[k]!.middleMm;
    const half = here.heightMm / 2;
    const edge = endplate(s, k);
    const waist = WAIST_MM * smoothStep(0, 11, edge);
    const backWall = 0.9 * bodyDepth(s) - 0.6 * waist;
    const taper = smoothStep(canal.end - 4, canal.end + 24, s);
    const [depth, width] = [canal.depth(s) * anatomy.canalDepth * taper, canal.width(s) * anatomy.canalWidth * taper];
    const sacCentre = backWall + canal.gap(s) + canal.depth(s) * anatomy.canalDepth;
    const [canalFade, recessFade, foramenFade] = [
      hill(t / (half + 8)),
      hill((t + 1) / (half + 8)),
      hill(t / (half + 9)),
    ];
    const values: Record<Field, number> = {
      endplate: -edge,
      bodyWidth: bodyWidth(s) - waist,
      bodyDepth: bodyDepth(s) - waist,
      backWall,
      bulge: here.bulgeMm * hill(t / (half + 1.5)),
      sacGap: canal.gap(s),
      sacCentre,
      sacDepth: depth,
      sacWidth: width,
      roof: sacCentre + canal.depth(s) * anatomy.canalDepth + 3.2 * (0.5 + 0.5 * hill(t / (half + 10))),
      canal: here.canal * canalFade,
      recessLeft: sideOf(here.recess, 0, recessFade),
      recessRight: sideOf(here.recess, 1, recessFade),
      foramenLeft: sideOf(here.foramen, 0, foramenFade),
      foramenRight: sideOf(here.foramen, 1, foramenFade),
      foramenAt: FORAMEN_AT[k]!,
      interlaminar: k > discOf('l5_s1') ? 0 : smoothStep(0, 4, half + 9 - Math.abs(t)),
    };
    for (const field of FIELDS) tables[field][row] = values[field];
  }
  return { ...tables, disc };
};
