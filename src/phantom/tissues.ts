import { gaussianWithin, type Rng } from './rng.ts';

/** The contrast of a pulse sequence. */
export const CONTRASTS = ['T2', 'T1', 'STIR'] as const;
export type Contrast = (typeof CONTRASTS)[number];

type Row = readonly [t2: number, t1: number, stir: number];

/** Relative signal of fast spin echo sequences at usual echo times; 1 is the brightest tissue. Air and cortex give nothing. */
const ROWS = {
  skin: [0.3, 0.4, 0.3],
  fat: [0.72, 0.95, 0.09],
  epiduralFat: [0.76, 0.93, 0.1],
  muscle: [0.17, 0.33, 0.26],
  marrow: [0.42, 0.56, 0.2],
  fattyMarrow: [0.62, 0.85, 0.12],
  cortex: [0.04, 0.06, 0.04],
  annulus: [0.09, 0.22, 0.1],
  dryNucleus: [0.14, 0.25, 0.13],
  wetNucleus: [0.72, 0.31, 0.78],
  csf: [1, 0.13, 1],
  cord: [0.46, 0.4, 0.48],
  root: [0.27, 0.38, 0.32],
  flavum: [0.11, 0.22, 0.12],
  ligament: [0.06, 0.1, 0.06],
  blood: [0.04, 0.07, 0.05],
  slowBlood: [0.14, 0.18, 0.16],
  vein: [0.7, 0.42, 0.72],
  jointFluid: [0.82, 0.2, 0.86],
  bowelWall: [0.34, 0.33, 0.42],
  bowelFluid: [0.78, 0.24, 0.82],
  gas: [0.03, 0.03, 0.03],
  kidney: [0.58, 0.36, 0.72],
} as const satisfies Record<string, Row>;

export type Tissue = keyof typeof ROWS;
/** Signal of every tissue in one contrast. */
export type Signals = Readonly<Record<Tissue, number>>;

const TISSUES = Object.keys(ROWS) as Tissue[];

/** The signals of one sequence; each tissue differs a little from one scanner to the next. */
export const drawSignals = (rng: Rng, contrast: Contrast): Signals => {
  const column = CONTRASTS.indexOf(contrast);
  return Object.fromEntries(
    TISSUES.map((tissue) => [tissue, ROWS[tissue][column]! * gaussianWithin(rng, { mean: 1, deviation: 0.06 })]),
  ) as Record<Tissue, number>;
};
