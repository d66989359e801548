import { gaussianWithin, type Rng } from '../rng.ts';

/** The contrast of a pulse sequence. */
export type Contrast = 'T2' | 'T1' | 'STIR';

/**
 * Relative signals of one sequence, as in fast spin echo at usual echo times: 1 is the brightest tissue, air and cortex are nearly 0. Each tissue
 * varies a little between scanners.
 */
export const drawSignals = (rng: Rng, contrast: Contrast) => {
  const of = (t2: number, t1: number, stir: number): number =>
    ({ T2: t2, T1: t1, STIR: stir })[contrast] * gaussianWithin(rng, { mean: 1, deviation: 0.06 });
  return {
    skin: of(0.3, 0.4, 0.3),
    fat: of(0.72, 0.95, 0.09),
    epiduralFat: of(0.76, 0.93, 0.1),
    muscle: of(0.17, 0.33, 0.26),
    marrow: of(0.42, 0.56, 0.2),
    fattyMarrow: of(0.62, 0.85, 0.12),
    cortex: of(0.04, 0.06, 0.04),
    annulus: of(0.09, 0.22, 0.1),
    dryNucleus: of(0.14, 0.25, 0.13),
    wetNucleus: of(0.72, 0.31, 0.78),
    csf: of(1, 0.13, 1),
    cord: of(0.46, 0.4, 0.48),
    root: of(0.27, 0.38, 0.32),
    flavum: of(0.11, 0.22, 0.12),
    ligament: of(0.06, 0.1, 0.06),
    blood: of(0.04, 0.07, 0.05),
    slowBlood: of(0.14, 0.18, 0.16),
    vein: of(0.7, 0.42, 0.72),
    jointFluid: of(0.82, 0.2, 0.86),
    bowelWall: of(0.34, 0.33, 0.42),
    bowelFluid: of(0.78, 0.24, 0.82),
    gas: of(0.03, 0.03, 0.03),
    kidney: of(0.58, 0.36, 0.72),
  };
};

/** Signal of every tissue in one contrast. */
export type Signals = Readonly<ReturnType<typeof drawSignals>>;
export type Tissue = keyof Signals;
