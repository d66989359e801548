// Written by `npm run generate` from the files of this folder.
import { coilShading } from './coil-shading.ts';
import type { VariationInfo } from './define-variation.ts';
import { degeneratedDiscs } from './degenerated-discs.ts';
import { fatSuppression } from './fat-suppression.ts';
import { implants } from './implants.ts';
import { incompleteAxial } from './incomplete-axial.ts';
import { listhesis } from './listhesis.ts';
import { lowField } from './low-field.ts';
import { matrix } from './matrix.ts';
import { motion } from './motion.ts';
import { scoliosis } from './scoliosis.ts';
import { sliceGaps } from './slice-gaps.ts';
import { transitionalVertebra } from './transitional-vertebra.ts';
import { wrap } from './wrap.ts';

/** Variations of hard phantoms, in the order of their application. */
export const BUILT_IN_VARIATIONS: readonly VariationInfo[] = [
  coilShading,
  degeneratedDiscs,
  fatSuppression,
  implants,
  incompleteAxial,
  listhesis,
  lowField,
  matrix,
  motion,
  scoliosis,
  sliceGaps,
  transitionalVertebra,
  wrap,
];
